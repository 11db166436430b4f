CREATE TABLE "pulses" (
	"feed_id" text PRIMARY KEY NOT NULL,
	"newest" text,
	"busy" text,
	"reach" text,
	"told_as" text,
	"stale_since" text,
	"reconciliation" jsonb
);
--> statement-breakpoint
ALTER TABLE "pulses" ADD CONSTRAINT "pulses_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;
CREATE TABLE "gatherings" (
	"change_id" text PRIMARY KEY NOT NULL,
	"feed_id" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "doubt" jsonb;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gatherings_feed" ON "gatherings" USING btree ("feed_id");
CREATE TABLE "chores" (
	"name" text PRIMARY KEY NOT NULL,
	"done_to" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text NOT NULL,
	"held_at" timestamp (3) with time zone NOT NULL,
	"held_by" text NOT NULL,
	"released_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "restores" (
	"at" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"backup_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "maybe_told_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "gathered_into" text;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "interruptions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "failed_readings" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_gathered" ON "deliveries" USING btree ("gathered_into") WHERE "deliveries"."gathered_into" is not null;
ALTER TABLE "deliveries" ADD COLUMN "gathered_into" text;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "interruptions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "failed_readings" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_gathered" ON "deliveries" USING btree ("gathered_into") WHERE "deliveries"."gathered_into" is not null;
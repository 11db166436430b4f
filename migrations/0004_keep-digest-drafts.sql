CREATE TABLE "digest_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"planned" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "options" SET DEFAULT '{"thread":"thread","mute":null,"remindAfterHours":null,"mayChange":"anyone","publish":"off","desk":null,"publishAt":null,"mention":null,"form":"house","attach":false,"approve":false,"consentedAt":null}'::jsonb;--> statement-breakpoint
ALTER TABLE "digest_drafts" ADD CONSTRAINT "digest_drafts_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_drafts_waiting" ON "digest_drafts" USING btree ("created_at") WHERE "digest_drafts"."decision" is null;
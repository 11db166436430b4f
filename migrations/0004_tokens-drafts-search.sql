CREATE TABLE "personal_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "personal_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
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
ALTER TABLE "subscriptions" ADD COLUMN "written_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "digest_drafts" ADD CONSTRAINT "digest_drafts_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "personal_tokens_name" ON "personal_tokens" USING btree ("name") WHERE "personal_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "digest_drafts_waiting" ON "digest_drafts" USING btree ("created_at") WHERE "digest_drafts"."decision" is null;--> statement-breakpoint
CREATE INDEX "alerts_told" ON "alerts" USING btree ("at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "alerts"."kind" = 'alert';--> statement-breakpoint
CREATE INDEX "subscriptions_written" ON "subscriptions" USING btree ("written_by");
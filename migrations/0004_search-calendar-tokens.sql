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
CREATE TABLE "calendar_events" (
	"uid" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"kind" text NOT NULL,
	"date" date NOT NULL,
	"at" timestamp (3) with time zone,
	"sentence" text NOT NULL,
	"section" text,
	"moved_from" date,
	"sequence" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"dated_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"cancelled_because" text,
	"change_id" text
);
--> statement-breakpoint
CREATE TABLE "deadline_reminders" (
	"subscription_id" text NOT NULL,
	"uid" text NOT NULL,
	"date" date NOT NULL,
	"days_before" smallint NOT NULL,
	"reminded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deadline_reminders_subscription_id_uid_date_days_before_pk" PRIMARY KEY("subscription_id","uid","date","days_before")
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
CREATE TABLE "checkpoint_heads" (
	"document_id" text NOT NULL,
	"entries" integer NOT NULL,
	"head" text NOT NULL,
	"day" text NOT NULL,
	CONSTRAINT "checkpoint_heads_document_id_entries_pk" PRIMARY KEY("document_id","entries")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"day" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"previous" text,
	"token" "bytea",
	"authority" text,
	"stamped_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"error" text
);
--> statement-breakpoint
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
CREATE TABLE "sections" (
	"document_id" text NOT NULL,
	"first" integer NOT NULL,
	"count" integer NOT NULL,
	"lexemes" "tsvector" NOT NULL,
	CONSTRAINT "sections_document_id_first_pk" PRIMARY KEY("document_id","first")
);
--> statement-breakpoint
CREATE TABLE "term_places" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "term_places_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"term_id" text NOT NULL,
	"document_id" text NOT NULL,
	"section" text NOT NULL,
	"sentence" text NOT NULL,
	"value" text,
	"first_sequence" integer NOT NULL,
	"last_sequence" integer
);
--> statement-breakpoint
CREATE TABLE "term_readings" (
	"document_id" text PRIMARY KEY NOT NULL,
	"register" text NOT NULL,
	"sequence" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "deliveries_subscription";--> statement-breakpoint
DROP INDEX "changes_occurred";--> statement-breakpoint
DROP INDEX "changes_feed";--> statement-breakpoint
DROP INDEX "changes_thread";--> statement-breakpoint
DROP INDEX "documents_changed";--> statement-breakpoint
DROP INDEX "documents_feed_changed";--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "options" SET DEFAULT '{"thread":"thread","mute":null,"remindAfterHours":null,"remindOfDeadlines":null,"mayChange":"anyone","publish":"off","desk":null,"publishAt":null,"mention":null,"form":"house","attach":false,"approve":false,"consentedAt":null}'::jsonb;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "written_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "lexemes" "tsvector";--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_reminders" ADD CONSTRAINT "deadline_reminders_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_reminders" ADD CONSTRAINT "deadline_reminders_uid_calendar_events_uid_fk" FOREIGN KEY ("uid") REFERENCES "public"."calendar_events"("uid") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_drafts" ADD CONSTRAINT "digest_drafts_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_heads" ADD CONSTRAINT "checkpoint_heads_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_heads" ADD CONSTRAINT "checkpoint_heads_day_checkpoints_day_fk" FOREIGN KEY ("day") REFERENCES "public"."checkpoints"("day") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulses" ADD CONSTRAINT "pulses_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sections" ADD CONSTRAINT "sections_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_places" ADD CONSTRAINT "term_places_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_readings" ADD CONSTRAINT "term_readings_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "personal_tokens_name" ON "personal_tokens" USING btree ("name") WHERE "personal_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "calendar_events_date" ON "calendar_events" USING btree ("date","uid");--> statement-breakpoint
CREATE INDEX "calendar_events_document" ON "calendar_events" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "calendar_events_change" ON "calendar_events" USING btree ("change_id");--> statement-breakpoint
CREATE INDEX "digest_drafts_waiting" ON "digest_drafts" USING btree ("created_at") WHERE "digest_drafts"."decision" is null;--> statement-breakpoint
CREATE INDEX "checkpoint_heads_day" ON "checkpoint_heads" USING btree ("day","document_id");--> statement-breakpoint
CREATE INDEX "checkpoints_waiting" ON "checkpoints" USING btree ("next_attempt_at") WHERE "checkpoints"."token" is null;--> statement-breakpoint
CREATE INDEX "sections_lexemes" ON "sections" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "term_places_document" ON "term_places" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "term_places_standing" ON "term_places" USING btree ("term_id","document_id") WHERE "term_places"."last_sequence" is null;--> statement-breakpoint
CREATE INDEX "term_places_valued" ON "term_places" USING btree ("term_id","document_id") WHERE "term_places"."value" is not null;--> statement-breakpoint
CREATE INDEX "alerts_told" ON "alerts" USING btree ("at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "alerts"."kind" = 'alert';--> statement-breakpoint
CREATE INDEX "subscriptions_written" ON "subscriptions" USING btree ("written_by");--> statement-breakpoint
CREATE INDEX "changes_weekly" ON "changes" USING btree ("occurred_at","source","significance","muted","baseline","visibility");--> statement-breakpoint
CREATE INDEX "changes_lexemes" ON "changes" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "changes_unindexed" ON "changes" USING btree ("position") WHERE "changes"."lexemes" is null;--> statement-breakpoint
CREATE INDEX "deliveries_subscription" ON "deliveries" USING btree ("subscription_id","position");--> statement-breakpoint
CREATE INDEX "changes_occurred" ON "changes" USING btree ("occurred_at","position");--> statement-breakpoint
CREATE INDEX "changes_feed" ON "changes" USING btree ("feed_id","occurred_at","position");--> statement-breakpoint
CREATE INDEX "changes_thread" ON "changes" USING btree ("thread_key","occurred_at","position");--> statement-breakpoint
CREATE INDEX "documents_changed" ON "documents" USING btree ("changed_at","id");--> statement-breakpoint
CREATE INDEX "documents_feed_changed" ON "documents" USING btree ("feed_id","changed_at","id");
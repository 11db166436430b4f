CREATE TABLE "acknowledgements" (
	"tenant" text NOT NULL,
	"alert_id" text NOT NULL,
	"acknowledgement" jsonb NOT NULL,
	CONSTRAINT "acknowledgements_tenant_alert_id_pk" PRIMARY KEY("tenant","alert_id")
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"tenant" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"renewal_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "used_once" (
	"key" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_checks" (
	"hour" timestamp (3) with time zone NOT NULL,
	"feed_id" text NOT NULL,
	"checks" integer NOT NULL,
	CONSTRAINT "feed_checks_hour_feed_id_pk" PRIMARY KEY("hour","feed_id")
);
--> statement-breakpoint
DROP INDEX "deliveries_waiting";--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "retracted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "retraction_reason" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "thread_key" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "destination" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "waiting_since" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "look_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "amend_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "amend_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "amend_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "options" jsonb DEFAULT '{"thread":"thread","mute":null,"remindAfterHours":null,"mayChange":"anyone","publish":"off","desk":null,"publishAt":null,"mention":null}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "tenant" text DEFAULT 'local' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "owner" jsonb;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "next_digest_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "digested_to" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "acknowledgements" ADD CONSTRAINT "acknowledgements_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_checks" ADD CONSTRAINT "feed_checks_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "used_once_until" ON "used_once" USING btree ("until");--> statement-breakpoint
CREATE INDEX "changes_retracted" ON "changes" USING btree ("retracted_at") WHERE "changes"."retracted_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_held" ON "deliveries" USING btree ("position") WHERE "deliveries"."state" = 'held' and "deliveries"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "deliveries_alert" ON "deliveries" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "deliveries_thread" ON "deliveries" USING btree ("lane","thread_key","position") WHERE "deliveries"."reference" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_to_amend" ON "deliveries" USING btree ("lane","amend_at") WHERE "deliveries"."amend_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("lane","position") WHERE "deliveries"."state" in ('queued', 'sending', 'unknown');
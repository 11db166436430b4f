CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"alert" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "changes_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"document_id" text NOT NULL,
	"feed_id" text NOT NULL,
	"source" text NOT NULL,
	"thread_key" text NOT NULL,
	"event_key" text NOT NULL,
	"before_sequence" integer,
	"after_sequence" integer,
	"kind" text NOT NULL,
	"significance" smallint NOT NULL,
	"topics" text[] NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"muted" boolean NOT NULL,
	"baseline" boolean NOT NULL,
	"visibility" text NOT NULL,
	"change" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"document_id" text NOT NULL,
	"position" smallint NOT NULL,
	"kind" text NOT NULL,
	"date" date NOT NULL,
	"at" timestamp (3) with time zone,
	"sentence" text NOT NULL,
	"section" text,
	CONSTRAINT "deadlines_document_id_position_pk" PRIMARY KEY("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lane" text NOT NULL,
	"subscription_id" text NOT NULL,
	"alert_id" text NOT NULL,
	"event_key" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"last_error" text,
	"reference" text,
	CONSTRAINT "deliveries_subscription_event" UNIQUE("subscription_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"delivery_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"worker" text NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"error" text,
	CONSTRAINT "delivery_attempts_delivery_id_attempt_pk" PRIMARY KEY("delivery_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"feed_id" text NOT NULL,
	"source" text NOT NULL,
	"key" text NOT NULL,
	"thread_key" text NOT NULL,
	"title" text NOT NULL,
	"topics" jsonb NOT NULL,
	"state" jsonb,
	"sequence" integer NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"text_seen_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"vanished_at" timestamp (3) with time zone,
	"chain_head" text NOT NULL,
	"chain_entries" integer NOT NULL,
	CONSTRAINT "documents_feed_key" UNIQUE("feed_id","key")
);
--> statement-breakpoint
CREATE TABLE "evidence_log" (
	"document_id" text NOT NULL,
	"entry" integer NOT NULL,
	"hash" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "evidence_log_document_id_entry_pk" PRIMARY KEY("document_id","entry")
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"source" text NOT NULL,
	"host" text NOT NULL,
	"visibility" text NOT NULL,
	"topics" jsonb NOT NULL,
	"schedule" jsonb NOT NULL,
	"active" boolean NOT NULL,
	"scheduled" boolean NOT NULL,
	"cursor" jsonb,
	"baseline_at" timestamp (3) with time zone,
	"next_due_at" timestamp (3) with time zone NOT NULL,
	"last_checked_at" timestamp (3) with time zone,
	"last_ok_at" timestamp (3) with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"ill_since" timestamp (3) with time zone,
	"error" text,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"recipe" jsonb,
	"lease_worker" text,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "health_notices" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "health_notices_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" text NOT NULL,
	"feed_id" text NOT NULL,
	CONSTRAINT "health_notices_alert" UNIQUE("alert_id")
);
--> statement-breakpoint
CREATE TABLE "hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"booked_at" timestamp (3) with time zone,
	"held_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"lane" text PRIMARY KEY NOT NULL,
	"lease_worker" text,
	"lease_until" timestamp (3) with time zone,
	"lease_seconds" integer
);
--> statement-breakpoint
CREATE TABLE "snapshot_sightings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "snapshot_sightings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"snapshot_id" text NOT NULL,
	"document_id" text NOT NULL,
	"role" text NOT NULL,
	"url" text NOT NULL,
	"final_url" text NOT NULL,
	"status" integer NOT NULL,
	"headers" jsonb NOT NULL,
	"redirects" jsonb NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" text PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL,
	"stored_bytes" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"query" text NOT NULL,
	"when" jsonb NOT NULL,
	"minimum" text NOT NULL,
	"secret" text,
	"state" text NOT NULL,
	"paused_because" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "thread_identifiers" (
	"identifier" text NOT NULL,
	"thread_key" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "thread_identifiers_identifier_thread_key_pk" PRIMARY KEY("identifier","thread_key")
);
--> statement-breakpoint
CREATE TABLE "version_snapshots" (
	"version_id" text NOT NULL,
	"position" smallint NOT NULL,
	"role" text NOT NULL,
	"sighting_id" bigint NOT NULL,
	CONSTRAINT "version_snapshots_version_id_position_pk" PRIMARY KEY("version_id","position")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"id" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"source_url" text NOT NULL,
	"official_url" text,
	"citation" text,
	"full_citation" text,
	"published_at" text,
	"form" text NOT NULL,
	"complete" boolean NOT NULL,
	"blocks" "bytea" NOT NULL,
	"facts" jsonb NOT NULL,
	"deadlines" jsonb NOT NULL,
	"thread_keys" jsonb NOT NULL,
	"links" jsonb NOT NULL,
	"recipe" jsonb NOT NULL,
	"observed_at" timestamp (3) with time zone NOT NULL,
	"chain" text NOT NULL,
	CONSTRAINT "versions_document_sequence" UNIQUE("document_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_lane_lanes_lane_fk" FOREIGN KEY ("lane") REFERENCES "public"."lanes"("lane") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_log" ADD CONSTRAINT "evidence_log_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_notices" ADD CONSTRAINT "health_notices_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_notices" ADD CONSTRAINT "health_notices_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_sightings" ADD CONSTRAINT "snapshot_sightings_snapshot_id_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_sightings" ADD CONSTRAINT "snapshot_sightings_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_snapshots" ADD CONSTRAINT "version_snapshots_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_snapshots" ADD CONSTRAINT "version_snapshots_sighting_id_snapshot_sightings_id_fk" FOREIGN KEY ("sighting_id") REFERENCES "public"."snapshot_sightings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "changes_occurred" ON "changes" USING btree ("occurred_at" DESC NULLS LAST,"position" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "changes_feed" ON "changes" USING btree ("feed_id","occurred_at" DESC NULLS LAST,"position" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "changes_document" ON "changes" USING btree ("document_id","after_sequence");--> statement-breakpoint
CREATE INDEX "changes_thread" ON "changes" USING btree ("thread_key","occurred_at" DESC NULLS LAST,"position" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "changes_event" ON "changes" USING btree ("event_key");--> statement-breakpoint
CREATE INDEX "changes_topics" ON "changes" USING gin ("topics");--> statement-breakpoint
CREATE INDEX "deadlines_date" ON "deadlines" USING btree ("date","document_id","position");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("lane","position") WHERE "deliveries"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_subscription" ON "deliveries" USING btree ("subscription_id","position" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "documents_source_key" ON "documents" USING btree ("source","key");--> statement-breakpoint
CREATE INDEX "documents_changed" ON "documents" USING btree ("changed_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "documents_feed_changed" ON "documents" USING btree ("feed_id","changed_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_log_hash" ON "evidence_log" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "feeds_due" ON "feeds" USING btree ("host","next_due_at") WHERE "feeds"."active" and "feeds"."scheduled";--> statement-breakpoint
CREATE INDEX "snapshot_sightings_snapshot" ON "snapshot_sightings" USING btree ("snapshot_id","fetched_at");--> statement-breakpoint
CREATE INDEX "snapshot_sightings_document" ON "snapshot_sightings" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "subscriptions_destination" ON "subscriptions" USING btree ("channel","address");--> statement-breakpoint
CREATE INDEX "thread_identifiers_thread" ON "thread_identifiers" USING btree ("thread_key","first_seen_at");--> statement-breakpoint
CREATE INDEX "version_snapshots_sighting" ON "version_snapshots" USING btree ("sighting_id");
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
ALTER TABLE "subscriptions" ALTER COLUMN "options" SET DEFAULT '{"thread":"thread","mute":null,"remindAfterHours":null,"remindOfDeadlines":null,"mayChange":"anyone","publish":"off","desk":null,"publishAt":null,"mention":null}'::jsonb;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_reminders" ADD CONSTRAINT "deadline_reminders_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_reminders" ADD CONSTRAINT "deadline_reminders_uid_calendar_events_uid_fk" FOREIGN KEY ("uid") REFERENCES "public"."calendar_events"("uid") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_places" ADD CONSTRAINT "term_places_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_readings" ADD CONSTRAINT "term_readings_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_events_date" ON "calendar_events" USING btree ("date","uid");--> statement-breakpoint
CREATE INDEX "calendar_events_document" ON "calendar_events" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "calendar_events_change" ON "calendar_events" USING btree ("change_id");--> statement-breakpoint
CREATE INDEX "term_places_document" ON "term_places" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "term_places_standing" ON "term_places" USING btree ("term_id","document_id") WHERE "term_places"."last_sequence" is null;--> statement-breakpoint
CREATE INDEX "term_places_valued" ON "term_places" USING btree ("term_id","document_id") WHERE "term_places"."value" is not null;
CREATE TABLE "sections" (
	"document_id" text NOT NULL,
	"first" integer NOT NULL,
	"count" integer NOT NULL,
	"lexemes" "tsvector" NOT NULL,
	CONSTRAINT "sections_document_id_first_pk" PRIMARY KEY("document_id","first")
);
--> statement-breakpoint
DROP INDEX "deliveries_subscription";--> statement-breakpoint
DROP INDEX "changes_occurred";--> statement-breakpoint
DROP INDEX "changes_feed";--> statement-breakpoint
DROP INDEX "changes_thread";--> statement-breakpoint
DROP INDEX "documents_changed";--> statement-breakpoint
DROP INDEX "documents_feed_changed";--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "lexemes" "tsvector";--> statement-breakpoint
ALTER TABLE "sections" ADD CONSTRAINT "sections_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sections_lexemes" ON "sections" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "changes_weekly" ON "changes" USING btree ("occurred_at","source","significance","muted","baseline","visibility");--> statement-breakpoint
CREATE INDEX "changes_lexemes" ON "changes" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "changes_unindexed" ON "changes" USING btree ("position") WHERE "changes"."lexemes" is null;--> statement-breakpoint
CREATE INDEX "deliveries_subscription" ON "deliveries" USING btree ("subscription_id","position");--> statement-breakpoint
CREATE INDEX "changes_occurred" ON "changes" USING btree ("occurred_at","position");--> statement-breakpoint
CREATE INDEX "changes_feed" ON "changes" USING btree ("feed_id","occurred_at","position");--> statement-breakpoint
CREATE INDEX "changes_thread" ON "changes" USING btree ("thread_key","occurred_at","position");--> statement-breakpoint
CREATE INDEX "documents_changed" ON "documents" USING btree ("changed_at","id");--> statement-breakpoint
CREATE INDEX "documents_feed_changed" ON "documents" USING btree ("feed_id","changed_at","id");
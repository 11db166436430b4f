CREATE TABLE "sections" (
	"document_id" text NOT NULL,
	"first" integer NOT NULL,
	"count" integer NOT NULL,
	"lexemes" "tsvector" NOT NULL,
	CONSTRAINT "sections_document_id_first_pk" PRIMARY KEY("document_id","first")
);
--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "lexemes" "tsvector";--> statement-breakpoint
ALTER TABLE "sections" ADD CONSTRAINT "sections_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sections_lexemes" ON "sections" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "changes_weekly" ON "changes" USING btree ("occurred_at","source","significance","muted","baseline","visibility");--> statement-breakpoint
CREATE INDEX "changes_lexemes" ON "changes" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "changes_unindexed" ON "changes" USING btree ("position") WHERE "changes"."lexemes" is null;
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
ALTER TABLE "checkpoint_heads" ADD CONSTRAINT "checkpoint_heads_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_heads" ADD CONSTRAINT "checkpoint_heads_day_checkpoints_day_fk" FOREIGN KEY ("day") REFERENCES "public"."checkpoints"("day") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checkpoint_heads_day" ON "checkpoint_heads" USING btree ("day","document_id");--> statement-breakpoint
CREATE INDEX "checkpoints_waiting" ON "checkpoints" USING btree ("next_attempt_at") WHERE "checkpoints"."token" is null;
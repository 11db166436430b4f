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
CREATE UNIQUE INDEX "personal_tokens_name" ON "personal_tokens" USING btree ("name") WHERE "personal_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_told" ON "alerts" USING btree ("at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "alerts"."kind" = 'alert';
CREATE TABLE "restores" (
	"at" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"backup_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "maybe_told_since" timestamp (3) with time zone;
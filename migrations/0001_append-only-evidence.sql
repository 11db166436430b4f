-- The evidence log is only ever added to: a mistake of ours, or a hasty hand, must not rewrite it.
CREATE FUNCTION "refuse_evidence_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence_log is append-only: % is refused', TG_OP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "evidence_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "evidence_log"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_evidence_change"();
--> statement-breakpoint
-- Bodies and texts come compressed with zstd; trying again costs time and gains nothing.
ALTER TABLE "snapshots" ALTER COLUMN "body" SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE "versions" ALTER COLUMN "blocks" SET STORAGE EXTERNAL;

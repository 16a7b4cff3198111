-- The history of resources is who did what when and why: rows are only ever added.
CREATE FUNCTION resource_history_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'resource_history is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER resource_history_append_only BEFORE UPDATE OR DELETE ON resource_history
  FOR EACH ROW EXECUTE FUNCTION resource_history_refuse_change();
--> statement-breakpoint
CREATE TRIGGER resource_history_no_truncate BEFORE TRUNCATE ON resource_history
  FOR EACH STATEMENT EXECUTE FUNCTION resource_history_refuse_change();
--> statement-breakpoint
INSERT INTO inventory_revision (id, revision) VALUES (1, 0);
--> statement-breakpoint
-- Who holds a copy of the inventory reads one row to see whether it is still true. Updated in the transaction of the
-- change, so that the new number is seen together with what it stands for, never before it.
CREATE FUNCTION inventory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE inventory_revision SET revision = revision + 1 WHERE id = 1;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER resources_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON resources
  FOR EACH STATEMENT EXECUTE FUNCTION inventory_changed();
--> statement-breakpoint
CREATE TRIGGER observed_resources_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON observed_resources
  FOR EACH STATEMENT EXECUTE FUNCTION inventory_changed();
--> statement-breakpoint
CREATE TRIGGER ignored_differences_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ignored_differences
  FOR EACH STATEMENT EXECUTE FUNCTION inventory_changed();

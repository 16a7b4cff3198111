-- Transitions of alarms are the proof behind verdicts: rows are only ever added. TRUNCATE has its own trigger: row
-- triggers do not see it.
CREATE FUNCTION alarm_transitions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'alarm_transitions is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER alarm_transitions_append_only BEFORE UPDATE OR DELETE ON alarm_transitions
  FOR EACH ROW EXECUTE FUNCTION alarm_transitions_refuse_change();
--> statement-breakpoint
CREATE TRIGGER alarm_transitions_no_truncate BEFORE TRUNCATE ON alarm_transitions
  FOR EACH STATEMENT EXECUTE FUNCTION alarm_transitions_refuse_change();

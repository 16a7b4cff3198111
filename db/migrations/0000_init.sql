CREATE TABLE "alarm_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"expr" text NOT NULL,
	"for_ms" bigint DEFAULT 0 NOT NULL,
	"keep_firing_for_ms" bigint DEFAULT 0 NOT NULL,
	"severity" text NOT NULL,
	"labels" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"annotations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"health" text DEFAULT 'unknown' NOT NULL,
	"last_error" text,
	"last_evaluated_at" timestamp (3) with time zone,
	"evaluation_ms" double precision,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alarm_rules_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "alarm_transitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alarm_transitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alarm_id" uuid NOT NULL,
	"rule_name" text NOT NULL,
	"labels" jsonb NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"value" double precision,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"rule_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"labels" jsonb NOT NULL,
	"annotations" jsonb NOT NULL,
	"state" text NOT NULL,
	"active_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"last_value" double precision,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_evaluation_spans" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_evaluation_spans_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule_id" uuid NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"evaluations" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject" text,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"title_zh" text NOT NULL,
	"app" text NOT NULL,
	"pre_at" timestamp (3) with time zone NOT NULL,
	"t0" timestamp (3) with time zone NOT NULL,
	"end_at" timestamp (3) with time zone NOT NULL,
	"post_end_at" timestamp (3) with time zone NOT NULL,
	"phase" text DEFAULT 'planned' NOT NULL,
	"expected_peak_ratio" double precision NOT NULL,
	"notes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "experiments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"title_zh" text NOT NULL,
	"description" text NOT NULL,
	"description_zh" text NOT NULL,
	"drill" boolean DEFAULT false NOT NULL,
	"plan" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "experiments_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "injections" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"run_id" uuid,
	"step_index" integer DEFAULT 0 NOT NULL,
	"fault_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"undo" jsonb NOT NULL,
	"active_from" timestamp (3) with time zone,
	"deadline" timestamp (3) with time zone NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undo_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"experiment_id" uuid NOT NULL,
	"plan" jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"verdict" text,
	"report" jsonb,
	"reason" text,
	"requested_by" text NOT NULL,
	"abort_requested_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"injected_at" timestamp (3) with time zone,
	"rolled_back_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "live_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "live_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"topic" text NOT NULL,
	"key" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"id" text PRIMARY KEY NOT NULL,
	"product" text NOT NULL,
	"app" text,
	"layer" text,
	"zone" text,
	"cluster" text,
	"origin" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"spec" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"depends_on" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"scan_id" uuid NOT NULL,
	"check_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"level" text NOT NULL,
	"points" double precision NOT NULL,
	"evidence" jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "risk_scans" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"score" double precision,
	"checked" integer NOT NULL,
	"failed" integer NOT NULL,
	"unknown" integer NOT NULL,
	"breakdown" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "backfills" (
	"id" text PRIMARY KEY NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone NOT NULL,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "simulator_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"seed" integer NOT NULL,
	"scale" integer NOT NULL,
	"clock" timestamp (3) with time zone NOT NULL,
	"world" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_rule_id_alarm_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alarm_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "injections" ADD CONSTRAINT "injections_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alarm_transitions_at_idx" ON "alarm_transitions" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_open_idx" ON "alarms" USING btree ("rule_id","fingerprint") WHERE "alarms"."state" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alarms_active_at_idx" ON "alarms" USING btree ("active_at");--> statement-breakpoint
CREATE INDEX "rule_evaluation_spans_rule_idx" ON "rule_evaluation_spans" USING btree ("rule_id","to_at");--> statement-breakpoint
CREATE INDEX "audit_log_at_idx" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "injections_open_idx" ON "injections" USING btree ("resource_id","fault_id") WHERE "injections"."state" <> 'undone';--> statement-breakpoint
CREATE INDEX "injections_window_idx" ON "injections" USING btree ("active_from");--> statement-breakpoint
CREATE INDEX "runs_created_idx" ON "runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "runs_open_idx" ON "runs" USING btree ("state") WHERE "runs"."state" not in ('completed', 'aborted', 'failed');--> statement-breakpoint
CREATE INDEX "resources_product_idx" ON "resources" USING btree ("product");--> statement-breakpoint
CREATE UNIQUE INDEX "findings_open_idx" ON "findings" USING btree ("check_id","resource_id") WHERE "findings"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "findings_resource_idx" ON "findings" USING btree ("resource_id");
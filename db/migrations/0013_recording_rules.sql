CREATE TABLE "recording_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"record" text NOT NULL,
	"expr" text NOT NULL,
	"labels" jsonb NOT NULL,
	"health" text DEFAULT 'unknown' NOT NULL,
	"last_error" text,
	"last_evaluated_at" timestamp (3) with time zone,
	"evaluation_ms" double precision,
	"series" integer,
	"last_value" double precision,
	"written" json DEFAULT '[]'::json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "retired_series" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "retired_series_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"labels" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_files" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"content" text NOT NULL,
	"updated_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rule_files_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "rule_groups" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"file_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"interval_ms" bigint NOT NULL,
	"query_offset_ms" bigint NOT NULL,
	"series_limit" integer NOT NULL,
	"last_evaluated_at" timestamp (3) with time zone,
	"evaluation_ms" double precision,
	"missed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alarm_rules" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "alarm_rules" ADD COLUMN "position" integer;--> statement-breakpoint
ALTER TABLE "recording_rules" ADD CONSTRAINT "recording_rules_group_id_rule_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."rule_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_groups" ADD CONSTRAINT "rule_groups_file_id_rule_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."rule_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recording_rules_position_idx" ON "recording_rules" USING btree ("group_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_groups_name_idx" ON "rule_groups" USING btree ("file_id","name");--> statement-breakpoint
ALTER TABLE "alarm_rules" ADD CONSTRAINT "alarm_rules_group_id_rule_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."rule_groups"("id") ON DELETE cascade ON UPDATE no action;
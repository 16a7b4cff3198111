CREATE TABLE "self_traces" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "self_traces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"trace_id" text NOT NULL,
	"part" text NOT NULL,
	"instance" text NOT NULL,
	"name" text NOT NULL,
	"reason" text NOT NULL,
	"failed" boolean NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" double precision NOT NULL,
	"bytes" integer NOT NULL,
	"dropped_spans" integer NOT NULL,
	"spans" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "self_traces_trace_idx" ON "self_traces" USING btree ("trace_id");--> statement-breakpoint
CREATE INDEX "self_traces_started_idx" ON "self_traces" USING btree ("started_at");
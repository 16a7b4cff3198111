CREATE TABLE "ingest_rates" (
	"source_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"requests" bigint DEFAULT 0 NOT NULL,
	"samples" bigint DEFAULT 0 NOT NULL,
	"rejected_samples" bigint DEFAULT 0 NOT NULL,
	"refused_requests" bigint DEFAULT 0 NOT NULL,
	"throttled_requests" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ingest_rates_source_id_at_pk" PRIMARY KEY("source_id","at")
);
--> statement-breakpoint
CREATE TABLE "ingest_rejections" (
	"source_id" uuid NOT NULL,
	"code" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"samples" bigint DEFAULT 0 NOT NULL,
	"requests" bigint DEFAULT 0 NOT NULL,
	"example" text NOT NULL,
	"example_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ingest_rejections_source_id_code_at_pk" PRIMARY KEY("source_id","code","at")
);
--> statement-breakpoint
CREATE TABLE "ingest_sketches" (
	"source_id" uuid NOT NULL,
	"window_at" timestamp (3) with time zone NOT NULL,
	"process" uuid NOT NULL,
	"registers" "bytea" NOT NULL,
	CONSTRAINT "ingest_sketches_source_id_window_at_process_pk" PRIMARY KEY("source_id","window_at","process")
);
--> statement-breakpoint
CREATE TABLE "ingest_sources" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"sender_kind" text NOT NULL,
	"sender_id" text NOT NULL,
	"protocol" text NOT NULL,
	"sender_name" text NOT NULL,
	"agent" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"last_accepted_at" timestamp (3) with time zone,
	"requests" bigint DEFAULT 0 NOT NULL,
	"samples" bigint DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"rejected_samples" bigint DEFAULT 0 NOT NULL,
	"refused_requests" bigint DEFAULT 0 NOT NULL,
	"throttled_requests" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ingest_sources_sender" UNIQUE("sender_kind","sender_id","protocol")
);
--> statement-breakpoint
CREATE TABLE "ingest_targets" (
	"source_id" uuid NOT NULL,
	"job" text NOT NULL,
	"instance" text NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"samples" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ingest_targets_source_id_job_instance_pk" PRIMARY KEY("source_id","job","instance")
);
--> statement-breakpoint
ALTER TABLE "ingest_rates" ADD CONSTRAINT "ingest_rates_source_id_ingest_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."ingest_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_rejections" ADD CONSTRAINT "ingest_rejections_source_id_ingest_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."ingest_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_sketches" ADD CONSTRAINT "ingest_sketches_source_id_ingest_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."ingest_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_targets" ADD CONSTRAINT "ingest_targets_source_id_ingest_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."ingest_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ingest_rates_at_idx" ON "ingest_rates" USING btree ("at");
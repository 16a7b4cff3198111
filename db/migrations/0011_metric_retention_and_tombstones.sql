CREATE TABLE "metric_retention" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"max_age_ms" bigint NOT NULL,
	"max_bytes" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_tombstones" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "metric_tombstones_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"snapshot" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"series_groups" integer[] NOT NULL,
	"members" integer[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "metric_state" ADD COLUMN "registry_epoch" bigint DEFAULT 0 NOT NULL;
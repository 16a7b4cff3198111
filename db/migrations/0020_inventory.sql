CREATE TABLE "discovery_passes" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"resources" integer NOT NULL,
	"failures" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ignored_differences" (
	"resource_id" text NOT NULL,
	"kind" text NOT NULL,
	"attribute" text DEFAULT '' NOT NULL,
	"observed" text NOT NULL,
	"reason" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ignored_differences_resource_id_kind_attribute_pk" PRIMARY KEY("resource_id","kind","attribute")
);
--> statement-breakpoint
CREATE TABLE "inventory_revision" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "observed_resources" (
	"id" text PRIMARY KEY NOT NULL,
	"product" text NOT NULL,
	"job" text,
	"instance" text,
	"attributes" jsonb NOT NULL,
	"state" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "resource_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"resource_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"from_state" text,
	"to_state" text,
	"reason" text,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_views" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"shared" boolean NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "keeper" text DEFAULT 'machine' NOT NULL;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "labels" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "resource_history_resource_idx" ON "resource_history" USING btree ("resource_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "resource_views_own_name_idx" ON "resource_views" USING btree ("owner_id","name") WHERE not "resource_views"."shared";--> statement-breakpoint
CREATE UNIQUE INDEX "resource_views_shared_name_idx" ON "resource_views" USING btree ("name") WHERE "resource_views"."shared";
CREATE TABLE "architecture_versions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"architecture_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"diagram" jsonb NOT NULL,
	"origin" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"author" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "architectures" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"title_zh" text NOT NULL,
	"app" text,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "architecture_versions" ADD CONSTRAINT "architecture_versions_architecture_id_architectures_id_fk" FOREIGN KEY ("architecture_id") REFERENCES "public"."architectures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "architecture_versions_number_idx" ON "architecture_versions" USING btree ("architecture_id","version");--> statement-breakpoint
CREATE INDEX "architecture_versions_at_idx" ON "architecture_versions" USING btree ("architecture_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "architectures_slug_idx" ON "architectures" USING btree ("slug");
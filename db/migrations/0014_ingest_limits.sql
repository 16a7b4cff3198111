CREATE TABLE "ingest_limits" (
	"token_id" uuid PRIMARY KEY NOT NULL,
	"samples_per_second" integer,
	"active_series" integer,
	"new_series_per_hour" integer,
	"labels_per_series" integer,
	"label_name_length" integer,
	"label_value_length" integer,
	"body_bytes" integer,
	"out_of_order_seconds" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ingest_limits" ADD CONSTRAINT "ingest_limits_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE cascade ON UPDATE no action;
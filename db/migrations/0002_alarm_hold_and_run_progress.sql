ALTER TABLE "alarms" ADD COLUMN "keep_firing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "injections" ADD COLUMN "undo_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "injections" ADD COLUMN "undo_retry_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "step_index" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "samples" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "ending" text DEFAULT 'completed' NOT NULL;
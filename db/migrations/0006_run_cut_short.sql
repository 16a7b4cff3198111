ALTER TABLE "runs" ADD COLUMN "cut_short" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "abort_requested_by" text;--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "ending";
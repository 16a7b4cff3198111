CREATE TABLE "heartbeats" (
	"service" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"error" text
);

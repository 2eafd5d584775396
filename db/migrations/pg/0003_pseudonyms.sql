CREATE TABLE "erasures" (
	"network" text NOT NULL,
	"pseudonym" text NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "erasures_network_pseudonym_pk" PRIMARY KEY("network","pseudonym")
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "pseudonym" text;--> statement-breakpoint
ALTER TABLE "networks" ADD COLUMN "retention_months" integer;--> statement-breakpoint
UPDATE "members" SET "pseudonym" = substr(replace(gen_random_uuid()::text, '-', ''), 1, 18);
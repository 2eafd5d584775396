CREATE TABLE "access_codes" (
	"session" text PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"tries_left" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"purpose" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"network" text NOT NULL,
	"member" text NOT NULL,
	"kind" text NOT NULL,
	"address" text,
	"reason" text,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suppressions_network_member_kind_pk" PRIMARY KEY("network","member","kind")
);
--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "network" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wave" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "member" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "networks" ADD COLUMN "reminders" json;--> statement-breakpoint
ALTER TABLE "access_codes" ADD CONSTRAINT "access_codes_session_survey_sessions_token_hash_fk" FOREIGN KEY ("session") REFERENCES "public"."survey_sessions"("token_hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_links" ADD CONSTRAINT "mail_links_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_links" ADD CONSTRAINT "mail_links_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_links_by_wave" ON "mail_links" USING btree ("network","wave","member");--> statement-breakpoint
CREATE INDEX "mail_links_by_member" ON "mail_links" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "jobs_by_wave" ON "jobs" USING btree ("network","wave","member");
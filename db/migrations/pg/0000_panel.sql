CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"chain" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" json NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_chain_seq_pk" PRIMARY KEY("chain","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_chains" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"text_version" text NOT NULL,
	"language" text NOT NULL,
	"consented_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consents_network_wave_member_text_version_pk" PRIMARY KEY("network","wave","member","text_version")
);
--> statement-breakpoint
CREATE TABLE "declarations" (
	"network" text NOT NULL,
	"from" date NOT NULL,
	"by" text NOT NULL,
	"position" integer NOT NULL,
	"mode" text NOT NULL,
	"source" text,
	CONSTRAINT "declarations_network_from_by_pk" PRIMARY KEY("network","from","by")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"version" integer NOT NULL,
	"body" json NOT NULL,
	"written_by" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_network_wave_member_pk" PRIMARY KEY("network","wave","member")
);
--> statement-breakpoint
CREATE TABLE "event_organisations" (
	"network" text NOT NULL,
	"event" text NOT NULL,
	"organisation" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "event_organisations_network_event_organisation_pk" PRIMARY KEY("network","event","organisation")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"network" text NOT NULL,
	"event" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"starts" date NOT NULL,
	"ends" date,
	"notes" text,
	CONSTRAINT "events_network_event_pk" PRIMARY KEY("network","event")
);
--> statement-breakpoint
CREATE TABLE "goals" (
	"network" text NOT NULL,
	"position" integer NOT NULL,
	"from" date NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "goals_network_position_pk" PRIMARY KEY("network","position")
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"user_id" text NOT NULL,
	"network" text NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "grants_user_id_network_role_pk" PRIMARY KEY("user_id","network","role")
);
--> statement-breakpoint
CREATE TABLE "instruments" (
	"network" text NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"instrument" json NOT NULL,
	CONSTRAINT "instruments_network_key_pk" PRIMARY KEY("network","key")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"handed_on" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"job" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload" json NOT NULL,
	"unique_key" text,
	"run_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_by" text,
	"lease_until" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"network" text NOT NULL,
	"member" text NOT NULL,
	"position" integer NOT NULL,
	"organisation" text NOT NULL,
	"name" text,
	"email" text,
	"joined" date NOT NULL,
	"left" date,
	"language" text,
	"person" text,
	CONSTRAINT "members_network_member_pk" PRIMARY KEY("network","member")
);
--> statement-breakpoint
CREATE TABLE "networks" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"locale" text NOT NULL,
	"minimum_cell" integer DEFAULT 5 NOT NULL,
	"instrument" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"network" text NOT NULL,
	"organisation" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"joined" date NOT NULL,
	"left" date,
	"named" boolean,
	CONSTRAINT "organisations_network_organisation_pk" PRIMARY KEY("network","organisation")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"network" text NOT NULL,
	"audience" text NOT NULL,
	"sequence" integer NOT NULL,
	"wave" text NOT NULL,
	"release" json NOT NULL,
	"ledger" json NOT NULL,
	"sha256" text NOT NULL,
	"method_version" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "releases_network_audience_sequence_pk" PRIMARY KEY("network","audience","sequence")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"network" text NOT NULL,
	"report" text NOT NULL,
	"number" integer NOT NULL,
	"wave" text NOT NULL,
	"document" text NOT NULL,
	"sha256" text NOT NULL,
	"replaces" text,
	"published_at" timestamp (3) with time zone NOT NULL,
	"published_by" text NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_note" text,
	CONSTRAINT "reports_network_report_pk" PRIMARY KEY("network","report")
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"answers" json NOT NULL,
	"ties" json NOT NULL,
	"texts" json NOT NULL,
	"row_order" json,
	"submitted_at" timestamp (3) with time zone,
	CONSTRAINT "responses_network_wave_member_pk" PRIMARY KEY("network","wave","member")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "shares" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"report" text NOT NULL,
	"share" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"passphrase_hash" text,
	"views" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_keys" (
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"reply" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "submission_keys_network_wave_member_key_pk" PRIMARY KEY("network","wave","member","key")
);
--> statement-breakpoint
CREATE TABLE "survey_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"member" text NOT NULL,
	"handed_on" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waves" (
	"network" text NOT NULL,
	"wave" text NOT NULL,
	"label" text NOT NULL,
	"opens" date NOT NULL,
	"closes" date NOT NULL,
	"instrument" text,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "waves_network_wave_pk" PRIMARY KEY("network","wave")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_organisations" ADD CONSTRAINT "organisations_in_event" FOREIGN KEY ("network","event") REFERENCES "public"."events"("network","event") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_organisations" ADD CONSTRAINT "event_organisations_of" FOREIGN KEY ("network","organisation") REFERENCES "public"."organisations"("network","organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instruments" ADD CONSTRAINT "instruments_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_of" FOREIGN KEY ("network","organisation") REFERENCES "public"."organisations"("network","organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_of" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_of" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_by" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_of" FOREIGN KEY ("network","report") REFERENCES "public"."reports"("network","report") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_keys" ADD CONSTRAINT "submission_keys_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_keys" ADD CONSTRAINT "submission_keys_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_sessions" ADD CONSTRAINT "survey_sessions_to" FOREIGN KEY ("network","wave") REFERENCES "public"."waves"("network","wave") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_sessions" ADD CONSTRAINT "survey_sessions_for" FOREIGN KEY ("network","member") REFERENCES "public"."members"("network","member") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waves" ADD CONSTRAINT "waves_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_by_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "consents_by_member" ON "consents" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "drafts_by_member" ON "drafts" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "event_organisations_by_organisation" ON "event_organisations" USING btree ("network","organisation");--> statement-breakpoint
CREATE UNIQUE INDEX "grants_by_network" ON "grants" USING btree ("network","user_id","role");--> statement-breakpoint
CREATE INDEX "invitations_by_wave" ON "invitations" USING btree ("network","wave","member");--> statement-breakpoint
CREATE INDEX "invitations_by_member" ON "invitations" USING btree ("network","member");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_by_unique_key" ON "jobs" USING btree ("unique_key");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("done_at","failed_at","run_at");--> statement-breakpoint
CREATE INDEX "members_by_organisation" ON "members" USING btree ("network","organisation");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_by_number" ON "reports" USING btree ("network","number");--> statement-breakpoint
CREATE INDEX "responses_by_member" ON "responses" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shares_by_report" ON "shares" USING btree ("network","report","share");--> statement-breakpoint
CREATE INDEX "submission_keys_by_member" ON "submission_keys" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "survey_sessions_by_wave" ON "survey_sessions" USING btree ("network","wave","member");--> statement-breakpoint
CREATE INDEX "survey_sessions_by_member" ON "survey_sessions" USING btree ("network","member");--> statement-breakpoint
CREATE INDEX "verifications_by_identifier" ON "verifications" USING btree ("identifier");
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `accounts_by_user` ON `accounts` (`user_id`);--> statement-breakpoint
CREATE TABLE `audit` (
	`chain` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`chain`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `audit_chains` (
	`chain` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `consents` (
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`text_version` text NOT NULL,
	`language` text NOT NULL,
	`consented_at` integer NOT NULL,
	PRIMARY KEY(`network`, `wave`, `member`, `text_version`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `consents_by_member` ON `consents` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `declarations` (
	`network` text NOT NULL,
	`from` text NOT NULL,
	`by` text NOT NULL,
	`position` integer NOT NULL,
	`mode` text NOT NULL,
	`source` text,
	PRIMARY KEY(`network`, `from`, `by`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`written_by` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`network`, `wave`, `member`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `drafts_by_member` ON `drafts` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `event_organisations` (
	`network` text NOT NULL,
	`event` text NOT NULL,
	`organisation` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`network`, `event`, `organisation`),
	FOREIGN KEY (`network`,`event`) REFERENCES `events`(`network`,`event`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`network`,`organisation`) REFERENCES `organisations`(`network`,`organisation`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_organisations_by_organisation` ON `event_organisations` (`network`,`organisation`);--> statement-breakpoint
CREATE TABLE `events` (
	`network` text NOT NULL,
	`event` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`starts` text NOT NULL,
	`ends` text,
	`notes` text,
	PRIMARY KEY(`network`, `event`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `goals` (
	`network` text NOT NULL,
	`position` integer NOT NULL,
	`from` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`network`, `position`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`user_id` text NOT NULL,
	`network` text NOT NULL,
	`role` text NOT NULL,
	`granted_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `network`, `role`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_by_network` ON `grants` (`network`,`user_id`,`role`);--> statement-breakpoint
CREATE TABLE `instruments` (
	`network` text NOT NULL,
	`key` text NOT NULL,
	`position` integer NOT NULL,
	`instrument` text NOT NULL,
	PRIMARY KEY(`network`, `key`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`handed_on` integer NOT NULL,
	`created_at` integer NOT NULL,
	`opened_at` integer,
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `invitations_by_wave` ON `invitations` (`network`,`wave`,`member`);--> statement-breakpoint
CREATE INDEX `invitations_by_member` ON `invitations` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`job` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`unique_key` text,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`leased_by` text,
	`lease_until` integer,
	`done_at` integer,
	`failed_at` integer,
	`last_error` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_unique_key` ON `jobs` (`unique_key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`done_at`,`failed_at`,`run_at`);--> statement-breakpoint
CREATE TABLE `members` (
	`network` text NOT NULL,
	`member` text NOT NULL,
	`position` integer NOT NULL,
	`organisation` text NOT NULL,
	`name` text,
	`email` text,
	`joined` text NOT NULL,
	`left` text,
	`language` text,
	`person` text,
	PRIMARY KEY(`network`, `member`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`network`,`organisation`) REFERENCES `organisations`(`network`,`organisation`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_by_organisation` ON `members` (`network`,`organisation`);--> statement-breakpoint
CREATE TABLE `networks` (
	`slug` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`timezone` text NOT NULL,
	`locale` text NOT NULL,
	`minimum_cell` integer DEFAULT 5 NOT NULL,
	`instrument` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organisations` (
	`network` text NOT NULL,
	`organisation` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`joined` text NOT NULL,
	`left` text,
	`named` integer,
	PRIMARY KEY(`network`, `organisation`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_request` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limits_key_unique` ON `rate_limits` (`key`);--> statement-breakpoint
CREATE TABLE `releases` (
	`network` text NOT NULL,
	`audience` text NOT NULL,
	`sequence` integer NOT NULL,
	`wave` text NOT NULL,
	`release` text NOT NULL,
	`ledger` text NOT NULL,
	`sha256` text NOT NULL,
	`method_version` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`network`, `audience`, `sequence`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`network` text NOT NULL,
	`report` text NOT NULL,
	`number` integer NOT NULL,
	`wave` text NOT NULL,
	`document` text NOT NULL,
	`sha256` text NOT NULL,
	`replaces` text,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_note` text,
	PRIMARY KEY(`network`, `report`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_by_number` ON `reports` (`network`,`number`);--> statement-breakpoint
CREATE TABLE `responses` (
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`answers` text NOT NULL,
	`ties` text NOT NULL,
	`texts` text NOT NULL,
	`row_order` text,
	`submitted_at` integer,
	PRIMARY KEY(`network`, `wave`, `member`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `responses_by_member` ON `responses` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_unique` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `shares` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`network` text NOT NULL,
	`report` text NOT NULL,
	`share` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`passphrase_hash` text,
	`views` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`network`,`report`) REFERENCES `reports`(`network`,`report`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shares_by_report` ON `shares` (`network`,`report`,`share`);--> statement-breakpoint
CREATE TABLE `submission_keys` (
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`reply` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`network`, `wave`, `member`, `key`),
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `submission_keys_by_member` ON `submission_keys` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `survey_sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`handed_on` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `survey_sessions_by_wave` ON `survey_sessions` (`network`,`wave`,`member`);--> statement-breakpoint
CREATE INDEX `survey_sessions_by_member` ON `survey_sessions` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`disabled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_by_identifier` ON `verifications` (`identifier`);--> statement-breakpoint
CREATE TABLE `waves` (
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`label` text NOT NULL,
	`opens` text NOT NULL,
	`closes` text NOT NULL,
	`instrument` text,
	`closed_at` integer,
	PRIMARY KEY(`network`, `wave`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);

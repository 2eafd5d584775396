CREATE TABLE `access_codes` (
	`session` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`tries_left` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`session`) REFERENCES `survey_sessions`(`token_hash`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `mail_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`network` text NOT NULL,
	`wave` text NOT NULL,
	`member` text NOT NULL,
	`purpose` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mail_links_by_wave` ON `mail_links` (`network`,`wave`,`member`);--> statement-breakpoint
CREATE INDEX `mail_links_by_member` ON `mail_links` (`network`,`member`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`network` text NOT NULL,
	`member` text NOT NULL,
	`kind` text NOT NULL,
	`address` text,
	`reason` text,
	`since` integer NOT NULL,
	PRIMARY KEY(`network`, `member`, `kind`),
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `network` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `wave` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `member` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `outcome` text;--> statement-breakpoint
CREATE INDEX `jobs_by_wave` ON `jobs` (`network`,`wave`,`member`);--> statement-breakpoint
ALTER TABLE `networks` ADD `reminders` text;
CREATE TABLE `erasures` (
	`network` text NOT NULL,
	`pseudonym` text NOT NULL,
	`erased_at` integer NOT NULL,
	PRIMARY KEY(`network`, `pseudonym`)
);
--> statement-breakpoint
ALTER TABLE `members` ADD `pseudonym` text;--> statement-breakpoint
ALTER TABLE `networks` ADD `retention_months` integer;--> statement-breakpoint
UPDATE `members` SET `pseudonym` = lower(hex(randomblob(9)));
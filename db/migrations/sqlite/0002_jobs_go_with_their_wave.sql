PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_jobs` (
	`job` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`network` text,
	`wave` text,
	`member` text,
	`unique_key` text,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`leased_by` text,
	`lease_until` integer,
	`done_at` integer,
	`failed_at` integer,
	`outcome` text,
	`last_error` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`network`,`wave`) REFERENCES `waves`(`network`,`wave`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`network`,`member`) REFERENCES `members`(`network`,`member`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_jobs`("job", "kind", "payload", "network", "wave", "member", "unique_key", "run_at", "attempts", "leased_by", "lease_until", "done_at", "failed_at", "outcome", "last_error", "created_at") SELECT "job", "kind", "payload", "network", "wave", "member", "unique_key", "run_at", "attempts", "leased_by", "lease_until", "done_at", "failed_at", "outcome", "last_error", "created_at" FROM `jobs`;--> statement-breakpoint
DROP TABLE `jobs`;--> statement-breakpoint
ALTER TABLE `__new_jobs` RENAME TO `jobs`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_unique_key` ON `jobs` (`unique_key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`done_at`,`failed_at`,`run_at`);--> statement-breakpoint
CREATE INDEX `jobs_by_wave` ON `jobs` (`network`,`wave`,`member`);
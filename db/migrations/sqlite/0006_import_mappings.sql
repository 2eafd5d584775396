CREATE TABLE `import_mappings` (
	`network` text NOT NULL,
	`name` text NOT NULL,
	`mapping` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`network`, `name`),
	FOREIGN KEY (`network`) REFERENCES `networks`(`slug`) ON UPDATE no action ON DELETE no action
);

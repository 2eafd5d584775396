CREATE TABLE "import_mappings" (
	"network" text NOT NULL,
	"name" text NOT NULL,
	"mapping" json NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "import_mappings_network_name_pk" PRIMARY KEY("network","name")
);
--> statement-breakpoint
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_network_networks_slug_fk" FOREIGN KEY ("network") REFERENCES "public"."networks"("slug") ON DELETE no action ON UPDATE no action;
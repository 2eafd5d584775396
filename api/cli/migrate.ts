import { open } from '@rapport/db/open';
import { readConfig } from '../config.ts';
import { parseCommand, type Command } from './command.ts';
import { migrateShowing } from './store.ts';

export const migrateCommand: Command = {
  summary: 'the database’s tables up to this version’s',
  help: `usage: rapport migrate

Brings the tables of DATABASE_URL up to this version’s, in one step that either happens or doesn’t. Every start does so too.`,
  async run(args, terminal) {
    parseCommand(args, [], {});
    const db = await open(readConfig(terminal.environment).databaseUrl);
    try {
      const ran = await migrateShowing(db, terminal);
      terminal.out(ran === 0 ? 'up to date\n' : `${ran} migrations run\n`);
    } finally {
      await db.close();
    }
  },
};

import { importPanel } from '@rapport/db/import-panel';
import { parseCommand, type Command } from './command.ts';
import { panelFrom } from './panel-source.ts';
import { progressOn } from './progress.ts';
import { operator, withStore } from './store.ts';

export const importCommand: Command = {
  summary: 'a panel into the database',
  help: `usage: rapport import PANEL

Reads a panel (a folder of CSV files, or a .json file) and stores it as a new network, all of it or nothing. Every fault is
named, up to 100, one to a line on stderr. The database is DATABASE_URL.`,
  async run(args, terminal) {
    const { positionals } = parseCommand(args, ['PANEL'], {});
    const panel = await panelFrom(positionals[0] ?? '', terminal);
    await withStore(terminal, async (db) => {
      const progress = progressOn(terminal);
      await importPanel(db, panel, {
        ...operator(terminal),
        onProgress: (done, all) => progress.step(done, all, 'storing'),
      });
      progress.end();
    });
    const { members, waves, answers, ties, network } = panel;
    terminal.out(
      `${network.slug}: imported ${members.length} members, ${waves.length} waves, ${answers.length} answers, ${ties.length} ties\n`,
    );
  },
};

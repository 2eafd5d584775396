import { parseCommand, type Command } from './command.ts';
import { panelFrom } from './panel-source.ts';

export const checkCommand: Command = {
  summary: 'whether a panel is sound',
  help: `usage: rapport check PANEL

Reads a panel (a folder of CSV files, or a .json file) and names every fault in it, up to 100, one to a line on stderr.
Prints what is in it when there is none. No database is touched.`,
  async run(args, terminal) {
    const { positionals } = parseCommand(args, ['PANEL'], {});
    const panel = await panelFrom(positionals[0] ?? '', terminal);
    const { organisations, members, waves, answers, ties } = panel;
    terminal.out(
      `${panel.network.slug}: no faults; ${organisations.length} organisations, ${members.length} members, ` +
        `${waves.length} waves, ${answers.length} answers, ${ties.length} ties\n`,
    );
  },
};

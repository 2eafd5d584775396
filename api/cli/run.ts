import { StoreError } from '@rapport/db/errors';
import { ConfigError } from '../config.ts';
import { InputFault, UsageError, type Command, type Terminal } from './command.ts';

/** Loaded when called: `analyse` needs neither a database nor sign-in. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  analyse: async () => (await import('./analyse.ts')).analyseCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  import: async () => (await import('./import.ts')).importCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  'network add': async () => (await import('./network-add.ts')).networkAddCommand,
  'lead add': async () => (await import('./lead-add.ts')).leadAddCommand,
  bounce: async () => (await import('./bounce.ts')).bounceCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  copy: async () => (await import('./copy.ts')).copyCommand,
  erase: async () => (await import('./erase.ts')).eraseCommand,
};

const DONE = 0;
const INPUT_AT_FAULT = 1;
const USAGE = 2;

/** Runs what was typed after `rapport`; gives the exit status (contract.md, section 3). */
export async function runCommand(args: string[], terminal: Terminal): Promise<number> {
  const [first = '', second = ''] = args;
  if (['', 'help', '--help', '-h'].includes(first)) {
    terminal[first === '' ? 'err' : 'out'](await overview());
    return first === '' ? USAGE : DONE;
  }
  const name = `${first} ${second}` in COMMANDS ? `${first} ${second}` : first;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    terminal.err(`rapport: there is no command "${name}"\n\n${await overview()}`);
    return USAGE;
  }
  const command = await load();
  const rest = args.slice(name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(`${command.help}\n`);
    return DONE;
  }
  try {
    await command.run(rest, terminal);
    return DONE;
  } catch (error) {
    return explain(error, command, terminal);
  }
}

function explain(error: unknown, command: Command, { err }: Terminal): number {
  if (error instanceof UsageError) {
    err(`rapport: ${error.message}\n\n${command.help}\n`);
    return USAGE;
  }
  if (error instanceof InputFault) {
    for (const line of error.lines) err(`${line}\n`);
    return INPUT_AT_FAULT;
  }
  if (error instanceof ConfigError || error instanceof StoreError) {
    err(`rapport: ${error.message}\n`);
    return INPUT_AT_FAULT;
  }
  throw error;
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(12)} ${(await load()).summary}`),
  );
  return `usage: rapport COMMAND …\n\n${lines.join('\n')}\n\nrapport COMMAND --help says more about each.\n`;
}

import { parseArgs, type ParseArgsConfig } from 'node:util';

type ParseArgsOptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** What a command may touch; tests bring their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  errIsTerminal: boolean;
  stdin(): Promise<string>;
  stdinIsTerminal: boolean;
  /** Where the user stands: paths that they typed are relative to it. */
  folder: string;
  environment: Record<string, string | undefined>;
  clock(): Date;
}

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** All of `--help`, beginning with the usage line. */
  help: string;
  run(args: string[], terminal: Terminal): Promise<void>;
}

/** The command was not typed as it should be: exit 2. */
export class UsageError extends Error {}

/** What the command was given is at fault: exit 1, one line each. */
export class InputFault extends Error {
  readonly lines: string[];

  constructor(lines: string | string[]) {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.lines = all;
  }
}

/** The options and exactly the positional arguments that `names` lists. */
export function parseCommand<Options extends ParseArgsOptionsConfig>(
  args: string[],
  names: string[],
  options: Options,
) {
  const parsed = parsedOrUsage(args, options);
  const missing = names[parsed.positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const extra = parsed.positionals[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many`);
  return parsed;
}

function parsedOrUsage<Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** One of `choices`, or a usage error that lists them. */
export function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${choices.join(', ')}, not "${value}"`);
  return found;
}

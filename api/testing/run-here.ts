import { runCommand } from '../cli/run.ts';
import type { Ran } from './command.ts';

interface Setting {
  folder: string;
  environment?: Record<string, string>;
  stdin?: string;
  now?: Date;
}

/** Runs `rapport` in this process, as if typed in `folder` of a terminal that shows no progress. */
export async function runHere(
  args: string[],
  { folder, environment = {}, stdin = '', now = new Date('2026-11-10T12:00:00Z') }: Setting,
): Promise<Ran> {
  let [out, err] = ['', ''];
  const status = await runCommand(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    errIsTerminal: false,
    stdin: () => Promise.resolve(stdin),
    stdinIsTerminal: false,
    folder,
    environment,
    clock: () => now,
  });
  return { status, out, err };
}

import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runCommand } from './cli/run.ts';

// The user's folder counts for the paths that they type; everything else (data/, the database) is found from the root.
const typedIn = process.env.INIT_CWD ?? process.cwd();
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

// A reader such as `head` may go away before all is written; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(line),
  err: (line) => process.stderr.write(line),
  errIsTerminal: process.stderr.isTTY === true,
  stdin: () => text(process.stdin),
  stdinIsTerminal: process.stdin.isTTY === true,
  folder: typedIn,
  environment: process.env,
  clock: () => new Date(),
});

import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  status: number | null;
  out: string;
  err: string;
}

interface Running {
  process: ChildProcess;
  done: Promise<Ran>;
}

/** Starts `rapport` as a process of its own, as if typed in `folder`. */
export function start(args: string[], folder: string, environment: Record<string, string> = {}, stdin = ''): Running {
  return run(process.execPath, [`${root}api/rapport.mjs`, ...args], folder, environment, stdin);
}

/** The same through pnpm, from the root. */
export const throughPnpm = (args: string[], environment: Record<string, string> = {}): Promise<Ran> =>
  run('npx', ['--yes', 'pnpm@10.34.9', ...args], root, environment, '').done;

function run(
  command: string,
  args: string[],
  cwd: string,
  environment: Record<string, string>,
  stdin: string,
): Running {
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
  // Set by the test run's own package manager; a shell has none.
  delete env.INIT_CWD;
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const done = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
  });
  return { process: child, done };
}

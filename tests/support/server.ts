import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseAt, removeDatabase } from '@rapport/db/testing/test-database';
import { copyDemo } from './demo-data.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Another build may be named, to compare one with another. */
const dist = process.env.RAPPORT_DIST ?? join(root, 'dist');

export interface RunningServer {
  origin: string;
  /** Everything printed so far, the demo's links among it. */
  output: () => string;
  databaseUrl: string;
  process: ChildProcess;
  stop: () => Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * Starts the built server (`pnpm build` first) on a private port over a database of its own, and waits until it answers.
 * `folder` is kept when it was given, removed at `stop` otherwise. Throws with the output when it ends or takes over two minutes.
 */
export async function startServer(env: Record<string, string> = {}, folder?: string): Promise<RunningServer> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'rapport-server-'));
  if (!folder && env.DEMO === undefined && env.DATABASE_URL === undefined)
    await copyDemo(data, async (seeded) => (await startServer({}, seeded)).stop());
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const databaseUrl = env.DATABASE_URL ?? (await databaseAt(join(data, 'rapport.db')));
  const child = spawn(process.execPath, [join(dist, 'server.js')], {
    cwd: data,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ORIGIN: origin,
      DATABASE_URL: databaseUrl,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await ended;
      clearTimeout(timer);
    }
    if (folder) return;
    if (env.DATABASE_URL === undefined) removeDatabase(databaseUrl);
    rmSync(data, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const healthy = await fetch(`${origin}/api/health`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (healthy) return { origin, output: () => output, databaseUrl, process: child, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`the server did not come up:\n${output}`);
}

/** The first printed address whose path begins with `path`. */
export function printedLink(server: RunningServer, path: string): string {
  const link = server
    .output()
    .match(/https?:\/\/\S+/g)
    ?.find((address) => new URL(address).pathname.startsWith(path));
  if (!link) throw new Error(`no link to ${path} in:\n${server.output()}`);
  return link;
}

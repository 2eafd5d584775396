import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tests/support/server.ts';

const bareServer = fileURLToPath(new URL('bare-server.ts', import.meta.url));

/** Starts the bare service to compare with (bare-server.ts) over a database of its own. */
export async function startBare(synchronous: 'FULL' | 'NORMAL') {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bare-'));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', bareServer, String(port), join(folder, 'bare.db'), synchronous],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the bare service ended with ${code}`)));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

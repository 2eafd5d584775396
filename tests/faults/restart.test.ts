import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseAt } from '@rapport/db/testing/test-database';
import { expect, it } from 'vitest';
import { freePort } from '../support/server.ts';
import { ask, lostOrDoubled, setUpMembers, writeOnce, type Answered } from './members.ts';

const RESTARTS = process.env.RAPPORT_LONG ? 20 : 2;
const CLIENTS = 40;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

it(`${RESTARTS} restarts under load: every request is answered, or asked to come again`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-restart-'));
  const url = await databaseAt(join(folder, 'rapport.db'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const writers = await setUpMembers(url, CLIENTS);
  const end = join(folder, 'end');
  const holder = spawn(process.execPath, [here('hold-port.mjs'), here('../../dist/server.js'), end], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ORIGIN: origin,
      DATABASE_URL: url,
      DEMO: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  holder.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const pids = () => [...output.matchAll(/^pid (\d+)$/gm)].map(([, pid]) => Number(pid));
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const seen = new Map<string, number>();
  let going = true;
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  try {
    await until(() => output.includes('Rapport is at'), 20_000);
    const judge = (kind: string, reply: Answered | null) => {
      if (!reply) note(`${kind}: no reply`);
      else if (reply.status === 503) note(reply.retryAfter ? 'come again' : `${kind}: 503 without Retry-After`);
      else if ([200, 201, 412].includes(reply.status)) note('answered');
      else note(`${kind}: ${reply.status}`);
    };
    const clients = writers.map(async (writer, i) => {
      const headers = { cookie: writer.cookie, accept: 'text/html' };
      while (going)
        if (i % 4 === 0) judge('page', await ask(agent, `${origin}/s/who-sees-what`, { headers }).catch(() => null));
        else judge('write', await writeOnce(agent, origin, writer));
    });
    let slowest = 0;
    for (let restart = 1; restart <= RESTARTS; restart += 1) {
      const answered = seen.get('answered') ?? 0;
      await until(() => (seen.get('answered') ?? 0) > answered + CLIENTS, 20_000);
      const pid = pids().at(-1) ?? 0;
      const asked = performance.now();
      process.kill(pid, 'SIGTERM');
      await until(() => pids().at(-1) !== pid, 12_000);
      slowest = Math.max(slowest, performance.now() - asked);
    }
    const answered = seen.get('answered') ?? 0;
    await until(() => (seen.get('answered') ?? 0) > answered + CLIENTS, 20_000);
    going = false;
    await Promise.all(clients);
    console.log(`${RESTARTS} restarts, the slowest end took ${Math.round(slowest)} ms:`, Object.fromEntries(seen));
    expect([...seen.keys()].filter((what) => what !== 'come again').sort()).toEqual(['answered']);
    expect(slowest).toBeLessThan(10_000);
    expect(await lostOrDoubled(url, writers)).toEqual([]);
  } finally {
    going = false;
    agent.destroy();
    writeFileSync(end, '');
    const pid = pids().at(-1);
    if (pid !== undefined && holder.exitCode === null) process.kill(pid, 'SIGKILL');
    if (holder.exitCode === null) await new Promise((resolve) => holder.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);

async function until(holds: () => boolean, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (!holds()) {
    if (performance.now() > end) throw new Error('it took too long');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

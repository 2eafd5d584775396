import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openBench } from '@rapport/api/testing/bench';
import { startMailServer } from '@rapport/api/testing/mail-server';
import { dayIn } from '@rapport/db/calendar';
import { expect, it } from 'vitest';
import { manyPeople } from './many-people.ts';

/** RAPPORT_LONG=1 sends the thousand; the short run crosses the same code. */
const MAILS = process.env.RAPPORT_LONG ? 1000 : 120;
const LEASE_MS = 5000;
const worker = fileURLToPath(new URL('work-off-mail.ts', import.meta.url));

it(`two processes send ${MAILS} reminders once each, though one is killed half-way`, async () => {
  const now = new Date();
  const children: ChildProcess[] = [];
  let isKilled = false;
  const atWork = new Set<number>();
  const server = await startMailServer({
    // Half of the mails have come, from both processes: one dies before it hears of its last.
    onMail: (count) => {
      if (isKilled || count < MAILS / 2 || atWork.size < 2) return;
      isKilled = children[0]?.kill('SIGKILL') ?? false;
    },
  });
  const bench = await openBench({ now: now.toISOString(), environment: { SMTP_URL: server.url } });
  const { jobs } = bench.services.db.tables;
  try {
    await bench.storePanel(manyPeople(MAILS, dayIn('Etc/UTC', now)));
    const lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
    const args = ['--import', 'tsx', worker, String(MAILS), String(LEASE_MS)];
    const started = [0, 1].map(() => {
      const child = spawn(process.execPath, args, {
        env: { ...process.env, SMTP_URL: server.url, DATABASE_URL: bench.services.config.databaseUrl },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const ready = new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('error', reject);
      });
      return { ready, end: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))) };
    });
    await Promise.all(started.map(({ ready }) => ready));
    const asked = await bench.call('/api/networks/harbour/waves/now/reminders', { json: {}, as: lead });
    expect(asked.body).toMatchObject({ queued: MAILS });

    const ends = Promise.all(started.map(({ end }) => end));
    let isOver = false;
    void ends.then(() => (isOver = true));
    while (!isOver) {
      const leases = await bench.services.db.select({ leasedBy: jobs.leasedBy }).from(jobs);
      for (const { leasedBy } of leases) if (leasedBy !== null) atWork.add(Number(leasedBy.split(':')[1]));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await ends).toEqual(['SIGKILL', 0]);
    expect([...atWork].sort()).toEqual(children.map(({ pid }) => pid).sort());

    const recipients = new Map<string, string[]>();
    for (const { to, messageId } of server.mails) recipients.set(to, [...(recipients.get(to) ?? []), messageId]);
    expect(recipients.size, 'each was sent').toBe(MAILS);
    expect(server.mails.length - MAILS, 'one more at most').toBeLessThanOrEqual(1);
    const ids = [...recipients.values()].map((of) => [...new Set(of)]);
    expect(
      ids.every((of) => of.length === 1),
      'a repeat has the Message-ID of the first',
    ).toBe(true);
    expect(new Set(ids.flat()).size).toBe(MAILS);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await bench.close();
    await server.stop();
  }
}, 600_000);

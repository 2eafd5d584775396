import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openBench } from '@rapport/api/testing/bench';
import { startMailServer } from '@rapport/api/testing/mail-server';
import { dayIn } from '@rapport/db/calendar';
import { expect, it } from 'vitest';
import { manyPeople } from './many-people.ts';

/** RAPPORT_LONG=1 sends the thousand; the short run crosses the same code. */
const MAILS = process.env.RAPPORT_LONG ? 1000 : 120;
const worker = fileURLToPath(new URL('work-off-mail.ts', import.meta.url));

it(`a process that is killed twice among ${MAILS} mails leaves none out and repeats at most the one in flight`, async () => {
  let child: ChildProcess | undefined;
  const killAt = new Set([Math.floor(MAILS / 3), Math.floor((2 * MAILS) / 3)]);
  const server = await startMailServer({
    // The mail has come, and its sender dies before it hears so.
    onMail: (count) => void (killAt.has(count) && child?.kill('SIGKILL')),
  });
  const now = new Date();
  const bench = await openBench({ now: now.toISOString(), environment: { SMTP_URL: server.url } });
  try {
    await bench.storePanel(manyPeople(MAILS, dayIn('Etc/UTC', now)));
    const lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
    const invited = await bench.call('/api/networks/harbour/waves/now/invitations', { json: {}, as: lead });
    expect(invited.body).toMatchObject({ queued: MAILS });

    const ends: (NodeJS.Signals | number | null)[] = [];
    while (ends.at(-1) !== 0 && ends.length < 4)
      ends.push(
        await new Promise((resolve, reject) => {
          const { databaseUrl } = bench.services.config;
          const env = { ...process.env, DATABASE_URL: databaseUrl, SMTP_URL: server.url };
          child = spawn(process.execPath, ['--import', 'tsx', worker], {
            env,
            stdio: ['ignore', 'ignore', 'inherit'],
          });
          child.once('error', reject);
          child.once('exit', (code, signal) => resolve(signal ?? code));
        }),
      );
    expect(ends).toEqual(['SIGKILL', 'SIGKILL', 0]);

    const recipients = [...new Set(server.mails.map(({ to }) => to))];
    expect(recipients.length, 'each was sent').toBe(MAILS);
    const twice = recipients
      .map((recipient) => server.mails.filter(({ to }) => to === recipient))
      .filter((mails) => mails.length > 1);
    expect(server.mails.length - MAILS, 'one for each kill').toBeLessThanOrEqual(killAt.size);
    for (const mails of twice) expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(MAILS);
    for (const { links } of twice.flat()) {
      const token = links[0]?.split('/').at(-1) ?? '';
      expect((await bench.call('/api/survey/session', { json: { token } })).status, 'both links work').toBe(200);
    }
  } finally {
    child?.kill('SIGKILL');
    await bench.close();
    await server.stop();
  }
}, 600_000);

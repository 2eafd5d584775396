import { problemOf } from '@rapport/api/testing/bench';
import { administration, postgresPrograms, startPostgres } from '@rapport/db/testing/postgres-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useMember } from './member-bench.ts';

const CONNECTIONS = 30;
let server: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
beforeAll(async () => {
  // A server of its own, which nobody else is on.
  server = await startPostgres(postgresPrograms() ?? '', { connections: CONNECTIONS });
});
afterAll(() => server?.stop());

const { at, answers, save, submit, form, expectNoWrites } = useMember(async () => {
  url = await server.newDatabase();
  return { DATABASE_URL: url };
});

const ask = (statement: string) => administration(server.urlOf('postgres'), (one) => one(statement));
const database = () => new URL(url).pathname.slice(1);
const hangUp = () => ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database()}'`);
const isWaiting = async () =>
  (await ask(`SELECT FROM pg_stat_activity WHERE datname = '${database()}' AND wait_event_type = 'Lock'`)).length > 0;

/** The reply of one whom the fault may still have met, until it is over. */
const saved = (seen: number) => expect.poll(async () => (await save(seen)).status).toBe(200);

async function expectNothing(): Promise<void> {
  for (const reply of [await save(1), await submit('while'), await at.bench.call('/api/health')]) {
    expect(problemOf(reply)).toBe('503 unavailable');
    expect(reply.headers.get('retry-after')).toBe('5');
    expect(reply.text).not.toMatch(/postgres|ECONN|Error:/i);
  }
  expect((await at.bench.call('/api/health/live')).status).toBe(200);
}

it('a server that takes no writes is named as such, and goes on as soon as it does', async () => {
  expect((await save(0)).status).toBe(200);
  await ask(`ALTER DATABASE ${database()} SET default_transaction_read_only = on`);
  await hangUp();
  await expect.poll(async () => (await save(1)).status).toBe(503);
  await expectNoWrites();
  await ask(`ALTER DATABASE ${database()} RESET default_transaction_read_only`);
  await hangUp();
  await saved(1);
  expect((await submit('after')).status).toBe(201);
});

it('a server that ends is named as such, and what was acknowledged is there when it is back', async () => {
  expect((await save(0)).status).toBe(200);
  await server.pause();
  await expectNothing();
  await server.resume();
  await expect.poll(async () => (await at.bench.call('/api/health')).status).toBe(200);
  expect(await form()).toMatchObject({ draft: { version: 1, answers }, submitted: null });
  expect((await submit('after')).status).toBe(201);
});

it('a connection that is lost in the middle of a write fails that one alone', async () => {
  expect((await save(0)).status).toBe(200);
  await administration(url, async (holding) => {
    await holding('BEGIN');
    await holding('LOCK TABLE drafts');
    const lost = save(1);
    await expect.poll(isWaiting).toBe(true);
    await ask(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database()}' AND wait_event_type = 'Lock'`,
    );
    expect(problemOf(await lost)).toBe('503 unavailable');
    await holding('ROLLBACK');
  });
  await saved(1);
});

it('rows that somebody else holds are waited for, then named as such', async () => {
  expect((await save(0)).status).toBe(200);
  await administration(url, async (holding) => {
    await holding('BEGIN');
    await holding('LOCK TABLE drafts IN SHARE ROW EXCLUSIVE MODE');
    expect(problemOf(await save(1))).toBe('503 unavailable');
    expect(await form()).toMatchObject({ draft: { version: 1, answers } });
    await holding('ROLLBACK');
  });
  expect((await save(1)).status).toBe(200);
});

it('a server without a connection left is named as such, and goes on as soon as there is one', async () => {
  expect((await save(0)).status).toBe(200);
  const taken: (() => void)[] = [];
  const take = () =>
    new Promise<void>((isTaken, refused) => {
      administration(server.urlOf('postgres'), () => {
        isTaken();
        return new Promise<void>((release) => taken.push(release));
      }).catch(refused);
    });
  await hangUp();
  for (let isFull = false; !isFull;)
    isFull = await take().then(
      () => false,
      (error: Error) => /too many clients/.test(error.message),
    );
  await expectNothing();
  for (const release of taken) release();
  await saved(1);
});

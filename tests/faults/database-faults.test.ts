import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agencies } from '@rapport/api/testing/agencies';
import { openBench, problemOf, type Bench } from '@rapport/api/testing/bench';
import { DatabaseUnavailable } from '@rapport/db/errors';
import { sha256 } from '@rapport/db/fingerprint';
import { startSurveySession } from '@rapport/db/invitations';
import { open } from '@rapport/db/open';
import { readPanel } from '@rapport/db/panel';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterEach, beforeEach, expect, it } from 'vitest';

let bench: Bench;
let member: string;
let lead: string;
beforeEach(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
  const seat = { network: 'harbour', wave: '2026-Q4', member: 'm-1-1' };
  const { db, clock } = bench.services;
  const expiresAt = new Date('2026-12-01T00:00:00Z');
  await startSurveySession(db, { ...seat, tokenHash: sha256('secret'), handedOn: false, expiresAt }, clock());
  member = 'rapport.member=secret';
});
afterEach(() => bench.close());

const answers = { trust_1: 5 };
const save = (seen: number) =>
  bench.call('/api/survey/draft', {
    method: 'PUT',
    json: { answers, ties: {} },
    headers: { 'if-match': `"${seen}"` },
    as: member,
  });
const submit = (key: string) =>
  bench.call('/api/survey/submission', {
    json: { answers: Object.fromEntries(pulse1.items.map(({ id }) => [id, 4])), ties: {} },
    headers: { 'idempotency-key': key },
    as: member,
  });
const form = async () =>
  (await bench.call('/api/survey', { as: member })).body as { draft: object; submitted: unknown };

/** What a database that takes no writes looks like from outside: reads go on, writes are to be tried again. */
async function expectNoWrites(): Promise<void> {
  for (const reply of [await save(1), await submit('while'), await bench.call('/api/health')]) {
    expect(problemOf(reply)).toBe('503 unavailable');
    expect(reply.headers.get('retry-after')).toBe('5');
    expect(reply.text).not.toMatch(/SQLITE|sqlite|Error:/);
  }
  expect(await form()).toMatchObject({ draft: { version: 1, answers }, submitted: null });
  expect((await bench.call('/api/networks/harbour/organisations', { as: lead })).status).toBe(200);
  // A look at what names people is noted, or it is none.
  expect((await bench.call('/api/networks/harbour/members', { as: lead })).status).toBe(503);
  expect((await bench.call('/api/health/live')).status).toBe(200);
}

it('a read-only database is named as such, keeps what was acknowledged and goes on as soon as it can be written', async () => {
  expect((await save(0)).status).toBe(200);
  const { db } = bench.services;
  await db.migration(function* () {
    yield 'PRAGMA query_only = ON';
  });
  await expectNoWrites();
  await db.close();
  Object.assign(db, await open(bench.services.config.databaseUrl));
  expect((await save(1)).status).toBe(200);
  expect((await submit('after')).status).toBe(201);
});

it('a full disk likewise', async () => {
  expect((await save(0)).status).toBe(200);
  const { db } = bench.services;
  let pages = 0;
  await db.migration(function* () {
    const [row] = yield 'PRAGMA page_count';
    pages = Number(row?.page_count);
    yield `PRAGMA max_page_count = ${pages}`;
  });
  const taken: string[] = [];
  let refused = await submit('key-0');
  for (let i = 1; refused.status === 201 && i < 10_000; i += 1) {
    taken.push(`key-${i - 1}`);
    refused = await submit(`key-${i}`);
  }
  expect(problemOf(refused)).toBe('503 unavailable');
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(taken.length, 'some were taken before').toBeGreaterThan(0);
  const { submissionKeys } = db.tables;
  expect((await db.select().from(submissionKeys)).map(({ key }) => key).sort()).toEqual([...taken].sort());
  expect(await form()).toMatchObject({ draft: { version: 1, answers } });
  await db.migration(function* () {
    yield `PRAGMA max_page_count = ${pages + 1000}`;
  });
  expect((await submit(`key-${taken.length}`)).status, 'the same request again').toBe(201);
  expect(await db.integrityFaults()).toEqual([]);
});

it('a database that another program holds is waited for, then named as such', async () => {
  expect((await save(0)).status).toBe(200);
  await bench.services.db.session('write', async () => {
    const reply = await save(1);
    expect(problemOf(reply)).toBe('503 unavailable');
    expect(await form()).toMatchObject({ draft: { version: 1, answers } });
  });
  expect((await save(1)).status).toBe(200);
});

it('a damaged file gives what it gave before, or nothing', async () => {
  await bench.call('/api/networks/harbour/waves', { as: lead });
  const before = await bench.call('/api/networks/harbour/analysis', { as: lead });
  expect(before.status).toBe(200);
  const panel = JSON.stringify((await readPanel(bench.services.db, 'harbour')).panel);
  await bench.services.db.scrub({ whole: true });
  await bench.services.db.close();
  const file = join(bench.folder, 'rapport.db');
  const sound = readFileSync(file);
  let refused = 0;
  for (let page = 1; page < sound.length / 4096; page += 3) {
    const damaged = Buffer.from(sound);
    damaged.fill(0xa5, page * 4096 + 8, page * 4096 + 2048);
    writeFileSync(file, damaged);
    const db = await open(`file:${file}`).catch((error: unknown) => {
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      refused += 1;
      return null;
    });
    if (!db) continue;
    Object.assign(bench.services.db, db);
    const reply = await bench.call('/api/networks/harbour/analysis', { as: lead });
    if (reply.status === 200) expect(reply.text).toBe(before.text);
    else {
      refused += 1;
      expect([401, 404, 500, 503]).toContain(reply.status);
      expect(reply.text).not.toMatch(/SQLITE|malformed|at .*\.ts/);
    }
    const read = await readPanel(db, 'harbour').then(
      (stored) => JSON.stringify(stored.panel),
      () => null,
    );
    if (read !== null && read !== panel) expect(await db.integrityFaults()).not.toEqual([]);
    await db.close();
  }
  expect(refused).toBeGreaterThan(0);
  writeFileSync(file, sound);
  Object.assign(bench.services.db, await open(`file:${file}`));
  expect((await bench.call('/api/networks/harbour/analysis', { as: lead })).text).toBe(before.text);
});

it('figures that another hand has changed are not shown', async () => {
  const read = () => bench.call('/api/networks/harbour/analysis', { as: lead });
  // Freezes what is over; a process keeps what it has read itself.
  expect((await bench.call('/api/networks/harbour/waves', { as: lead })).status).toBe(200);
  await bench.services.db.migration(function* () {
    yield `UPDATE releases SET release = replace(release, '"audience":"lead"', '"audience":"other"')`;
  });
  const reply = await read();
  expect(problemOf(reply)).toBe('503 unavailable');
});

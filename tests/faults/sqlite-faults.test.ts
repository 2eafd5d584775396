import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf } from '@rapport/api/testing/bench';
import { DatabaseUnavailable } from '@rapport/db/errors';
import { open } from '@rapport/db/open';
import { readPanel } from '@rapport/db/panel';
import { expect, it } from 'vitest';
import { useMember } from './member-bench.ts';

const { at, answers, save, submit, form, read, expectNoWrites } = useMember();

it('a read-only database is named as such, keeps what was acknowledged and goes on as soon as it can be written', async () => {
  expect((await save(0)).status).toBe(200);
  const { db } = at.bench.services;
  await db.migration(function* () {
    yield 'PRAGMA query_only = ON';
  });
  await expectNoWrites();
  await db.close();
  Object.assign(db, await open(at.bench.services.config.databaseUrl));
  expect((await save(1)).status).toBe(200);
  expect((await submit('after')).status).toBe(201);
});

it('a full disk likewise', async () => {
  expect((await save(0)).status).toBe(200);
  const { db } = at.bench.services;
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
  await at.bench.services.db.session('write', async () => {
    const reply = await save(1);
    expect(problemOf(reply)).toBe('503 unavailable');
    expect(await form()).toMatchObject({ draft: { version: 1, answers } });
  });
  expect((await save(1)).status).toBe(200);
});

it('a damaged file gives what it gave before, or nothing', async () => {
  await read('waves');
  const before = await read('analysis');
  expect(before.status).toBe(200);
  const panel = JSON.stringify((await readPanel(at.bench.services.db, 'harbour')).panel);
  await at.bench.services.db.scrub({ whole: true });
  await at.bench.services.db.close();
  const file = join(at.bench.folder, 'rapport.db');
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
    Object.assign(at.bench.services.db, db);
    const reply = await read('analysis');
    if (reply.status === 200) expect(reply.text).toBe(before.text);
    else {
      refused += 1;
      expect([401, 404, 500, 503]).toContain(reply.status);
      expect(reply.text).not.toMatch(/SQLITE|malformed|at .*\.ts/);
    }
    const stored = await readPanel(db, 'harbour').then(
      (found) => JSON.stringify(found.panel),
      () => null,
    );
    if (stored !== null && stored !== panel) expect(await db.integrityFaults()).not.toEqual([]);
    await db.close();
  }
  expect(refused).toBeGreaterThan(0);
  writeFileSync(file, sound);
  Object.assign(at.bench.services.db, await open(`file:${file}`));
  expect((await read('analysis')).text).toBe(before.text);
});

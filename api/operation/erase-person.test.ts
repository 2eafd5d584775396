import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@rapport/db/fingerprint';
import { startSurveySession } from '@rapport/db/invitations';
import { databaseFiles, testEngine } from '@rapport/db/testing/test-database';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { expect, it } from 'vitest';
import { agencies } from '../testing/agencies.ts';
import { openBench } from '../testing/bench.ts';

it('a member who erases themselves is gone from the files of the database, and in the ledger by pseudonym', async () => {
  const bench = await openBench();
  try {
    await bench.storePanel(agencies());
    const { db, clock, config } = bench.services;
    const seat = { network: 'harbour', wave: '2026-Q4', member: 'm-1-1' };
    const expiresAt = new Date('2026-12-01T00:00:00Z');
    await startSurveySession(db, { ...seat, tokenHash: sha256('secret'), handedOn: false, expiresAt }, clock());
    const as = 'rapport.member=secret';
    const answers = Object.fromEntries(pulse1.items.map(({ id }) => [id, 4]));
    const texts = Object.fromEntries((pulse1.texts ?? []).map(({ id }) => [id, 'A candid sentence of mine']));
    const body = { answers, ties: {}, texts };
    for (let version = 0; version < 20; version += 1)
      await bench.call('/api/survey/draft', { method: 'PUT', json: body, headers: { 'if-match': `"${version}"` }, as });
    const sent = await bench.call('/api/survey/submission', { json: body, headers: { 'idempotency-key': 'k' }, as });
    expect(sent.status).toBe(201);

    const words = ['Person 1.1', 'person-1-1@example.org', 'm-1-1', 'A candid sentence'];
    const found = async () =>
      (await databaseFiles(config.databaseUrl)).flatMap((file) =>
        words.filter((word) => readFileSync(file).includes(word)).map((word) => `${file}: ${word}`),
      );
    expect((await found()).length, 'the search finds what is there').toBeGreaterThanOrEqual(4);
    expect((await bench.call('/api/survey/mine', { method: 'DELETE', as })).status).toBe(204);
    // Tables of PostgreSQL are written anew once a day, not while members write.
    if (testEngine === 'postgres') await db.scrub({ whole: true });
    expect(await found()).toEqual([]);
    expect(readFileSync(join(bench.folder, 'erasures.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
    expect((await bench.call('/api/survey', { as })).status).toBe(401);
  } finally {
    await bench.close();
  }
});

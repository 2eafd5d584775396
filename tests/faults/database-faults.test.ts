import { problemOf } from '@rapport/api/testing/bench';
import { expect, it } from 'vitest';
import { useMember } from './member-bench.ts';

const { at, read } = useMember();

it('figures that another hand has changed are not shown', async () => {
  // Freezes what is over; a process keeps what it has read itself.
  expect((await read('waves')).status).toBe(200);
  const { db } = at.bench.services;
  const [text, json] = db.engine === 'postgres' ? ['::text', '::json'] : ['', ''];
  await db.migration(function* () {
    yield `UPDATE releases SET release = replace(release${text}, '"audience":"lead"', '"audience":"other"')${json}`;
  });
  expect(problemOf(await read('analysis'))).toBe('503 unavailable');
});

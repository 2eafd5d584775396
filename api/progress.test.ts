import { submitResponse } from '@rapport/db/responses';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { openBench, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const progress = async () => (await bench.call('/api/networks/harbour/waves/2026-Q4/progress', { as: lead })).body;
const answer = (member: string) =>
  submitResponse(
    bench.services.db,
    { network: 'harbour', wave: '2026-Q4', member },
    { answers: { trust_1: 4 }, ties: {} },
    { instrument: pulse1, key: member, now: bench.services.clock() },
  );

it('says when five of six agencies are heard, and not how many are', async () => {
  const counts = { eligible: 12, invited: 0, opened: 0, started: 0, submitted: 0 };
  expect(await progress()).toEqual({
    ...counts,
    responseRate: 0,
    verdict: { enough: false, needed: 5, organisations: 6 },
  });
  for (const member of ['m-1-1', 'm-1-2', 'm-2-1', 'm-3-1', 'm-4-1']) await answer(member);
  expect(await progress()).toMatchObject({ submitted: 5, verdict: { enough: false } });
  await answer('m-5-2');
  expect(await progress()).toMatchObject({ submitted: 6, responseRate: 0.5, verdict: { enough: true } });
});

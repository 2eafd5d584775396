import { submitResponse, recordConsent } from '@rapport/db/responses';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { openBench } from './testing/bench.ts';
import { usualTime } from './usual-time.ts';

it('is found anew after a minute, and for each network by itself', async () => {
  const bench = await openBench({ now: '2026-11-05T12:00:00Z' });
  const { db } = bench.services;
  try {
    await bench.storePanel(agencies());
    const at = (seconds: number) => new Date(Date.parse('2026-11-05T12:00:00Z') + 1000 * seconds);
    expect(await usualTime(db, 'harbour', at(0))).toBeNull();
    for (let i = 1; i <= 5; i += 1) {
      const seat = { network: 'harbour', wave: '2026-Q4', member: `m-${i}-1` };
      await recordConsent(db, seat, { textVersion: '1', language: 'en', now: at(0) });
      const answers = { answers: { trust_1: 4 }, ties: {} };
      await submitResponse(db, seat, answers, { instrument: pulse1, key: `k-${i}`, now: at(100) });
    }
    expect(await usualTime(db, 'harbour', at(59))).toBeNull();
    expect(await usualTime(db, 'elsewhere', at(59))).toBeNull();
    expect(await usualTime(db, 'harbour', at(60))).toBe(100);
  } finally {
    await bench.close();
  }
});

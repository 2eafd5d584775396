import { agencies } from '@rapport/api/testing/agencies';
import { openBench, problemOf, type Bench } from '@rapport/api/testing/bench';
import { sha256 } from '@rapport/db/fingerprint';
import { startSurveySession } from '@rapport/db/invitations';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterEach, beforeEach, expect } from 'vitest';

const answers = { trust_1: 5 };

/** For each test a bench with a member at their form and a lead who is signed in; `environment` names another database than its own. */
export function useMember(environment: () => Promise<Record<string, string>> = () => Promise.resolve({})) {
  const at = {} as { bench: Bench; lead: string };
  const as = 'rapport.member=secret';
  beforeEach(async () => {
    at.bench = await openBench({ environment: await environment() });
    await at.bench.storePanel(agencies());
    at.lead = await at.bench.signIn('lead@example.org', { harbour: ['lead'] });
    const seat = { network: 'harbour', wave: '2026-Q4', member: 'm-1-1' };
    const { db, clock } = at.bench.services;
    const expiresAt = new Date('2026-12-01T00:00:00Z');
    await startSurveySession(db, { ...seat, tokenHash: sha256('secret'), handedOn: false, expiresAt }, clock());
  });
  afterEach(() => at.bench.close());

  const save = (seen: number) =>
    at.bench.call('/api/survey/draft', {
      method: 'PUT',
      json: { answers, ties: {} },
      headers: { 'if-match': `"${seen}"` },
      as,
    });
  const submit = (key: string) =>
    at.bench.call('/api/survey/submission', {
      json: { answers: Object.fromEntries(pulse1.items.map(({ id }) => [id, 4])), ties: {} },
      headers: { 'idempotency-key': key },
      as,
    });
  const form = async () => (await at.bench.call('/api/survey', { as })).body as { draft: object; submitted: unknown };
  const read = (path: string) => at.bench.call(`/api/networks/harbour/${path}`, { as: at.lead });

  /** What a database that takes no writes looks like from outside: reads go on, writes are to be tried again. */
  async function expectNoWrites(): Promise<void> {
    for (const reply of [await save(1), await submit('while'), await at.bench.call('/api/health')]) {
      expect(problemOf(reply)).toBe('503 unavailable');
      expect(reply.headers.get('retry-after')).toBe('5');
      expect(reply.text).not.toMatch(/SQLITE|sqlite|Error:/);
    }
    expect(await form()).toMatchObject({ draft: { version: 1, answers }, submitted: null });
    expect((await read('organisations')).status).toBe(200);
    // A look at what names people is noted, or it is none.
    expect((await read('members')).status).toBe(503);
    expect((await at.bench.call('/api/health/live')).status).toBe(200);
  }

  return { at, answers, save, submit, form, read, expectNoWrites };
}

import { sha256 } from '@rapport/db/fingerprint';
import { readPanel } from '@rapport/db/panel';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { describe, expect, it } from 'vitest';
import { cookieOf, problemOf } from './testing/bench.ts';
import { useSurveyBench, WAVE } from './testing/survey-bench.ts';

const { at, mailedToken, session, opened, form, draft, submit, answersOf, progress } = useSurveyBench();

describe('the token of an invitation', () => {
  it('is exchanged for a cookie any number of times', async () => {
    const token = await mailedToken();
    const first = await session(token);
    expect(first).toMatchObject({ status: 200, body: { network: 'harbour', wave: WAVE, handedOn: false } });
    const [cookie] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^rapport\.member=.*HttpOnly; SameSite=Lax$/);
    expect((await session(token)).status).toBe(200);
    expect((await at.bench.call('/api/survey', { as: cookieOf(first) })).status).toBe(200);
  });

  it('is 410 with the last day once the wave is over, in the network’s zone', async () => {
    const token = await mailedToken();
    at.bench.setNow('2026-11-14T23:59:59Z');
    expect((await session(token)).status).toBe(200);
    at.bench.setNow('2026-11-15T00:00:00Z');
    const late = await session(token);
    expect(problemOf(late)).toBe('410 wave-closed');
    expect(late.body).toMatchObject({ closes: '2026-11-14', closed: '2026-11-15T00:00:00.000Z' });
  });

  it('is 410 with the day on which a at.lead closed it early', async () => {
    const token = await mailedToken();
    await at.bench.call(`/api/networks/harbour/waves/${WAVE}/close`, { json: {}, as: at.lead });
    expect((await session(token)).body).toMatchObject({ status: 410, closes: '2026-11-10' });
  });

  it('is 404 when it is unknown, another kind, or of a wave that has not opened', async () => {
    expect(problemOf(await session('unknown'))).toBe('404 not-found');
    at.bench.setNow('2026-10-20T00:00:00Z');
    const early = await session(await mailedToken());
    expect(early.body).toMatchObject({ status: 404, opens: '2026-11-01' });
  });

  it('is stored as a hash alone, and so is the cookie', async () => {
    const token = await mailedToken();
    const [, cookie = ''] = (await opened(token)).split('=');
    const { invitations, surveySessions } = at.bench.services.db.tables;
    const stored = JSON.stringify([
      await at.bench.services.db.select().from(invitations),
      await at.bench.services.db.select().from(surveySessions),
    ]);
    expect(stored).toContain(sha256(token));
    expect(stored).toContain(sha256(cookie));
    expect(stored).not.toContain(`"${token}"`);
    expect(stored).not.toContain(cookie);
  });
});

describe('the form', () => {
  it('has what is asked, whom to rate, and last wave’s ties', async () => {
    const body = await form(await opened(await mailedToken()));
    expect(body).toMatchObject({
      network: { slug: 'harbour', locale: 'en', minimumCell: 5 },
      wave: { wave: WAVE, opens: '2026-11-01', closes: '2026-11-14' },
      member: { member: 'm-1-1', organisation: 'org-1' },
      instrument: { id: 'pulse', version: 1 },
      goals: [{ text: 'One referral form for all' }],
      previousTies: { 'org-2': { mode: 2, trust: 3 } },
      draft: { version: 0, answers: {}, ties: {} },
      submitted: null,
      submission: null,
      handedOn: false,
    });
    const { organisations } = body as { organisations: { organisation: string }[] };
    expect(organisations.map(({ organisation }) => organisation)).toEqual([2, 3, 4, 5, 6].map((i) => `org-${i}`));
  });

  it('tells nothing of other members', async () => {
    const text = JSON.stringify(await form(await opened(await mailedToken())));
    expect(text).not.toMatch(/m-1-2|Person 2|@example/);
  });
});

describe('a draft', () => {
  it('is saved over the version that was seen, and read back', async () => {
    const as = await opened(await mailedToken());
    const first = await draft(as, '"0"', { answers: { trust_1: 5 }, ties: {} });
    expect(first).toMatchObject({ status: 200, body: { version: 1 } });
    expect(first.headers.get('etag')).toBe('"1"');
    const second = await draft(as, '"1"', { answers: { trust_1: 6 }, ties: { 'org-2': { mode: 1 } }, texts: {} });
    expect(second.headers.get('etag')).toBe('"2"');
    expect(await form(as)).toMatchObject({
      draft: { version: 2, answers: { trust_1: 6 }, ties: { 'org-2': { mode: 1 } } },
    });
  });

  it('of a device that is behind is refused, and changes nothing', async () => {
    const token = await mailedToken();
    const [one, two] = [await opened(token), await opened(token)];
    await draft(one, '"0"', { answers: { trust_1: 5 } });
    const behind = await draft(two, '"0"', { answers: { trust_1: 1 } });
    expect(problemOf(behind)).toBe('412 behind');
    expect(behind.body).toMatchObject({ version: 1 });
    expect(await form(two)).toMatchObject({ draft: { version: 1, answers: { trust_1: 5 } } });
  });

  it('needs a version', async () => {
    const as = await opened(await mailedToken());
    expect(problemOf(await draft(as, null, {}))).toBe('428 precondition-needed');
    expect(problemOf(await draft(as, 'latest', {}))).toBe('400 malformed-request');
  });

  it('counts as started, never as submitted', async () => {
    await draft(await opened(await mailedToken()), '"0"', { answers: { trust_1: 5 } });
    expect(await progress()).toMatchObject({ eligible: 12, invited: 1, opened: 1, started: 1, submitted: 0 });
    expect(await answersOf('m-1-1')).toEqual([]);
  });

  it('is refused once the wave is over', async () => {
    const as = await opened(await mailedToken());
    at.bench.setNow('2026-11-15T00:00:01Z');
    expect(problemOf(await draft(as, '"0"', {}))).toBe('410 wave-closed');
  });
});

describe('a submission', () => {
  const full = {
    answers: Object.fromEntries(pulse1.items.map(({ id }) => [id, 5])),
    ties: { 'org-2': { mode: 2, trust: 4 }, 'org-3': { mode: 0 } },
    carried: ['org-2'],
  };

  it('is stored whole, counted, and shown to its writer', async () => {
    const as = await opened(await mailedToken());
    const reply = await submit(as, 'key-1', full);
    expect(reply).toMatchObject({ status: 201, body: { submitted: '2026-11-10T12:00:00.000Z' } });
    expect(await answersOf('m-1-1')).toHaveLength(pulse1.items.length);
    const { panel } = await readPanel(at.bench.services.db, 'harbour');
    expect(panel.ties.filter(({ wave }) => wave === WAVE)).toEqual([
      { wave: WAVE, member: 'm-1-1', organisation: 'org-2', question: 'mode', value: 2, carried: true },
      { wave: WAVE, member: 'm-1-1', organisation: 'org-2', question: 'trust', value: 4, carried: true },
      { wave: WAVE, member: 'm-1-1', organisation: 'org-3', question: 'mode', value: 0 },
    ]);
    expect(await progress()).toMatchObject({ started: 1, submitted: 1 });
    expect(await form(as)).toMatchObject({
      submitted: '2026-11-10T12:00:00.000Z',
      submission: { answers: { trust_1: 5 } },
    });
  });

  it('sent twice under one key is stored once, with the same reply, also after the close', async () => {
    const as = await opened(await mailedToken());
    const first = await submit(as, 'key-1', full);
    at.bench.setNow('2026-11-10T12:05:00Z');
    expect((await submit(as, 'key-1', full)).body).toEqual(first.body);
    at.bench.setNow('2026-11-15T00:05:00Z');
    expect((await submit(as, 'key-1', full)).body).toEqual(first.body);
    expect(problemOf(await submit(as, 'key-2', full))).toBe('410 wave-closed');
  });

  it('under a key that was used for another is refused', async () => {
    const as = await opened(await mailedToken());
    await submit(as, 'key-1', full);
    const other = { ...full, answers: { ...full.answers, trust_1: 1 } };
    expect(problemOf(await submit(as, 'key-1', other))).toBe('422 idempotency-key-reused');
    expect((await answersOf('m-1-1')).find(({ item }) => item === 'trust_1')?.value).toBe(5);
  });

  it('under a new key replaces the one before', async () => {
    const as = await opened(await mailedToken());
    await submit(as, 'key-1', full);
    expect((await submit(as, 'key-2', { answers: { trust_1: 2 }, ties: {} })).status).toBe(201);
    expect(await answersOf('m-1-1')).toEqual([{ wave: WAVE, member: 'm-1-1', item: 'trust_1', value: 2 }]);
  });

  it('sent a hundred times at once is one row with identical replies', async () => {
    const as = await opened(await mailedToken());
    const replies = await Promise.all(Array.from({ length: 100 }, () => submit(as, 'key-1', full)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await progress()).toMatchObject({ submitted: 1 });
  });

  it('names every value that does not fit, and stores nothing', async () => {
    const as = await opened(await mailedToken());
    const wrong = {
      answers: { trust_1: 9, trust_2: 2.5, unknown: 1 },
      ties: { 'org-1': { mode: 1 }, 'org-2': { mode: 7, other: 1 } },
    };
    const reply = await submit(as, 'key-1', wrong);
    const { errors } = reply.body as { errors: { path: string; key: string; message: string }[] };
    expect(Object.fromEntries(errors.map(({ path, key }) => [path, key]))).toEqual({
      'answers.trust_1': 'survey_fault_range',
      'answers.trust_2': 'survey_fault_whole',
      'answers.unknown': 'survey_fault_unknown',
      'ties.org-1': 'survey_fault_unknown',
      'ties.org-2.mode': 'survey_fault_range',
      'ties.org-2.other': 'survey_fault_unknown',
    });
    expect(errors[0]?.message).toMatch(/1.*7/);
    expect(await progress()).toMatchObject({ submitted: 0 });
  });

  it('needs a key', async () => {
    const as = await opened(await mailedToken());
    expect(problemOf(await submit(as, null, full))).toBe('400 malformed-request');
    expect(problemOf(await submit(as, 'k'.repeat(300), full))).toBe('422 invalid-values');
  });
});

describe('my results', () => {
  it('are one’s own scores beside the released means', async () => {
    const { body } = await at.bench.call('/api/survey/mine', { as: await opened(await mailedToken()) });
    const { waves } = body as {
      waves: { wave: string; own: Record<string, number>; network: Record<string, number> }[];
    };
    expect(waves.map(({ wave }) => wave)).toEqual(['2026-Q2', '2026-Q3']);
    // Place one of agency one ticks 4 throughout in spring: (4 − 1) / 6.
    expect(waves[0]?.own.trust).toBeCloseTo(50, 9);
    // Agencies tick 3 or 4, half of them each; the second person one more on every third item.
    expect(waves[0]?.network.trust).toBeGreaterThan(40);
    expect(waves[0]?.network.trust).toBeLessThan(55);
  });
});

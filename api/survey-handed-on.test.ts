import { describe, expect, it } from 'vitest';
import type { SurveyForm } from './schemas/survey.ts';
import { problemOf } from './testing/bench.ts';
import { useSurveyBench, WAVE } from './testing/survey-bench.ts';

const { at, mailedToken, handedToken, opened, form, draft, submit, answersOf, progress } = useSurveyBench();

describe('a link that passed through a at.lead’s hands', () => {
  it('writes answers and never reads earlier ones back', async () => {
    const own = await opened(await mailedToken());
    await draft(own, '"0"', { answers: { trust_1: 6 } });
    await submit(own, 'key-1', { answers: { trust_1: 6 } });
    const handed = await opened(await handedToken());
    const body = (await form(handed)) as SurveyForm;
    expect(body.previousTies).toEqual({});
    expect(body.draft).toEqual({ version: 1, answers: {}, ties: {} });
    expect(body.submission).toBeNull();
    expect(body.handedOn).toBe(true);
    expect((await at.bench.call('/api/survey/mine', { as: handed })).body).toMatchObject({ handedOn: true, waves: [] });
    expect(problemOf(await submit(handed, 'key-1', { answers: { trust_1: 2 } }))).toBe('422 idempotency-key-reused');
    expect((await submit(handed, 'key-2', { answers: { trust_1: 2 } })).status).toBe(201);
    expect(await answersOf('m-1-1')).toMatchObject([{ item: 'trust_1', value: 2 }]);
  });

  it('reads back what this device itself wrote', async () => {
    const handed = await opened(await handedToken());
    await draft(handed, '"0"', { answers: { trust_1: 6 } });
    expect(await form(handed)).toMatchObject({ draft: { version: 1, answers: { trust_1: 6 } } });
    const again = await opened(await handedToken());
    expect(((await form(again)) as SurveyForm).draft).toEqual({ version: 1, answers: {}, ties: {} });
  });

  it('is made for everybody in the wave, whoever has answered', async () => {
    await submit(await opened(await mailedToken()), 'key-1', { answers: { trust_1: 6 } });
    const reply = await at.bench.call(`/api/networks/harbour/waves/${WAVE}/invitations`, { json: {}, as: at.lead });
    expect(reply).toMatchObject({ status: 202, body: { queued: 12 } });
    const { links: made } = reply.body as { links: { member: string; url: string }[] };
    expect(made.map(({ member }) => member)).toContain('m-1-1');
    expect(made[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/s\/[\w-]{43}$/);
  });

  it('is made for members of the wave only, all or none', async () => {
    const path = `/api/networks/harbour/waves/${WAVE}/invitations`;
    const reply = await at.bench.call(path, { json: { members: ['m-1-1', 'nobody'] }, as: at.lead });
    expect(problemOf(reply)).toBe('403 not-allowed');
    expect(await progress()).toMatchObject({ invited: 0 });
  });
});

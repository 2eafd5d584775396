import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../testing/bench.ts';
import { address, answers, surveyToken, wave, useMailBench } from '../testing/mail-bench.ts';

const { at, post, mailed, openSurvey, submit } = useMailBench();

describe('a code by mail', () => {
  it('opens earlier answers to a device with a handed-on link, and a wrong one does not', async () => {
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    const [invitation] = await mailed();
    await submit(await openSurvey(invitation ? surveyToken(invitation) : ''));
    const handed = { member: 'm-1-1', tokenHash: sha256('handed on') };
    const by = { actor: 'lead@example.org', now: new Date('2026-11-01T10:00:00Z'), handedOn: true };
    await createInvitations(at.bench.services.db, 'harbour', '2026-Q4', [handed], by);
    const device = await openSurvey('handed on');
    const form = async () => (await at.bench.call('/api/survey', { as: device })).body;
    expect(await form()).toMatchObject({ handedOn: true, submission: null, previousTies: {} });

    const ask = (as = device) => at.bench.call('/api/survey/code', { method: 'POST', as });
    expect((await ask()).status).toBe(202);
    const soon = await ask(await openSurvey('handed on'));
    expect([problemOf(soon), soon.headers.get('retry-after')]).toEqual(['429 too-soon', '300']);
    const [mail] = await mailed();
    expect(mail?.to).toBe(address('m-1-1'));
    const code = /\b\d{4} \d{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';
    const enter = (given: string, as = device) =>
      at.bench.call('/api/survey/code/confirmation', { json: { code: given }, as });
    expect(problemOf(await enter('0000 0000'))).toBe('422 invalid-values');
    expect(problemOf(await enter(code, await openSurvey('handed on')))).toBe('422 invalid-values');
    expect((await enter(code)).status).toBe(204);
    expect(await form()).toMatchObject({ handedOn: false, submission: { answers: answers() } });
    const stored = JSON.stringify(await at.bench.services.db.select().from(at.bench.services.db.tables.jobs));
    expect(stored).not.toContain(code.replace(' ', ''));
  });
});

import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { describe, expect, it } from 'vitest';
import { ALL, address, recipients, surveyToken, to, wave, useMailBench } from '../testing/mail-bench.ts';

const { at, post, mailed, planned, openSurvey, submit } = useMailBench();

describe('reminders', () => {
  it('go to those who have not submitted, and only them, and take up their draft', async () => {
    await post(`${wave}/invitations`);
    const invitations = await mailed();
    await submit(await openSurvey(surveyToken(to(invitations, 'm-1-1'))));
    const draft = { answers: { [pulse1.items[0]?.id ?? '']: 6 }, ties: {} };
    const phone = await openSurvey(surveyToken(to(invitations, 'm-1-2')));
    await at.bench.call('/api/survey/draft', { method: 'PUT', json: draft, headers: { 'if-match': '"0"' }, as: phone });

    expect((await post(`${wave}/reminders`)).body).toEqual({ queued: ALL - 1, links: [], notMailed: [] });
    const reminders = await mailed();
    expect(recipients(reminders)).toEqual(recipients(invitations).filter((one) => one !== address('m-1-1')));
    const other = await openSurvey(surveyToken(to(reminders, 'm-1-2')));
    const form = await at.bench.call('/api/survey', { as: other });
    expect(form.body).toMatchObject({ draft: { version: 1, ...draft }, handedOn: false });
    expect((await post(`${wave}/reminders`, { members: ['m-1-1', 'm-2-1'] })).body).toMatchObject({ queued: 1 });
  });

  it('follow the lead’s schedule: day 3, day 5, two days before the close, at nine', async () => {
    await post(`${wave}/invitations`);
    await mailed();
    const days: string[] = [];
    for (let hour = 0; hour < 14 * 24; hour += 1) {
      const instant = new Date(Date.parse('2026-11-01T10:00:00Z') + hour * 3600e3).toISOString();
      const mails = (await planned(instant)).filter(({ subject }) => subject.startsWith('Reminder'));
      if (mails.length > 0) days.push(`${instant.slice(0, 13)} ${mails.length}`);
    }
    expect(days).toEqual([`2026-11-04T09 ${ALL}`, `2026-11-06T09 ${ALL}`, `2026-11-12T09 ${ALL}`]);
  });

  it('follow another schedule, and leave out who was invited hours ago or never', async () => {
    const reminders = { afterOpening: [2], beforeClose: [] };
    expect(
      (await at.bench.call('/api/networks/harbour', { method: 'PATCH', json: { reminders }, as: at.lead })).body,
    ).toMatchObject({ reminders });
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    await mailed();
    at.bench.setNow('2026-11-03T08:00:00Z');
    await post(`${wave}/invitations`, { members: ['m-2-1'] });
    await mailed();
    expect(recipients(await planned('2026-11-03T09:00:00Z'))).toEqual([address('m-1-1')]);
    expect(await planned('2026-11-04T09:00:00Z')).toEqual([]);
  });

  it('that wait are not sent to who answers meanwhile, nor after the close', async () => {
    await post(`${wave}/invitations`);
    const invitations = await mailed();
    await post(`${wave}/reminders`);
    await submit(await openSurvey(surveyToken(to(invitations, 'm-1-1'))));
    const reminded = recipients(await mailed()).filter((one) => one === address('m-1-1'));
    expect(reminded).toEqual([]);
    await post(`${wave}/reminders`);
    at.bench.setNow('2026-11-15T00:00:00Z');
    expect(await mailed()).toEqual([]);
  });
});

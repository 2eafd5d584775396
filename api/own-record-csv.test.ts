import { expect, test } from 'vitest';
import { ownRecordCsv } from './own-record-csv.ts';

test('has a line for each answer, rating and text, quoted and guarded', () => {
  const csv = ownRecordCsv({
    member: null,
    ...{ drafts: [], consents: [], mailStopped: [], mails: [], links: [] },
    responses: [
      {
        wave: '2026-Q1',
        submitted: null,
        submission: {
          answers: { trust_1: 5 },
          ties: { 'org-2': { mode: 0 }, 'org-3': { mode: 2, trust: 3 } },
          texts: { comment: '=1+1 said "no", twice\nand again' },
          carried: ['org-3'],
        },
      },
    ],
  });
  expect(csv.split('\r\n')).toEqual([
    'wave,kind,organisation,question,value,carried',
    '2026-Q1,answer,,trust_1,5,',
    '2026-Q1,tie,org-2,mode,0,',
    '2026-Q1,tie,org-3,mode,2,true',
    '2026-Q1,tie,org-3,trust,3,true',
    `2026-Q1,text,,comment,"'=1+1 said ""no"", twice\nand again",`,
    '',
  ]);
});

test('has all else that is stored, each thing under its kind', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));
  const csv = ownRecordCsv({
    member: {
      ...{ member: 'm-1', organisation: 'org-1', name: '@Person', email: 'p@example.org' },
      ...{ language: null, joined: '2026-01-01', left: null },
    },
    responses: [{ wave: 'w', submitted: at(3), submission: { answers: {}, ties: {} } }],
    drafts: [{ wave: 'w', updated: at(2), body: { answers: { trust_1: 5 } } }],
    consents: [{ wave: 'w', textVersion: '2026-11-24', language: 'id', consented: at(1) }],
    links: [{ wave: 'w', made: at(1), handedOn: true, opened: null }],
    mails: [{ wave: 'w', kind: 'mail.reminder', asked: at(4), ended: at(5), outcome: 'sent', error: null }],
    mailStopped: [{ kind: 'bounce', since: at(6), address: 'p@example.org', reason: '550 5.1.1' }],
  });
  expect(csv.trim().split('\r\n').slice(1)).toEqual([
    'w,submitted,,,2026-11-03T00:00:00.000Z,',
    ',member,,member,m-1,',
    ',member,,organisation,org-1,',
    ",member,,name,'@Person,",
    ',member,,email,p@example.org,',
    ',member,,joined,2026-01-01,',
    'w,draft,,2026-11-02T00:00:00.000Z,"{""answers"":{""trust_1"":5}}",',
    'w,consent,,2026-11-24,id 2026-11-01T00:00:00.000Z,',
    'w,link,,handed-on,2026-11-01T00:00:00.000Z,',
    'w,mail,,mail.reminder,2026-11-04T00:00:00.000Z sent 2026-11-05T00:00:00.000Z,',
    ',mail-stopped,,bounce,2026-11-06T00:00:00.000Z p@example.org 550 5.1.1,',
  ]);
});

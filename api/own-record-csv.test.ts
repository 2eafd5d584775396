import { expect, test } from 'vitest';
import { ownRecordCsv } from './own-record-csv.ts';

test('has a line for each answer, rating and text, quoted and guarded', () => {
  const csv = ownRecordCsv({
    member: null,
    drafts: [],
    consents: [],
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

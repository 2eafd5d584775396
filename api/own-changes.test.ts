import { panelSchema, type Panel } from '@rapport/surveys/panel';
import { expect, test } from 'vitest';
import { eventsBetween, ownChanges } from './own-changes.ts';

const both = (text: string) => ({ en: text });
const items = ['a', 'b', 'c'].map((id) => ({ id, scale: 's', min: 1, max: 7, text: both(id) }));

/** Six members of six agencies; a column per item. */
const rows = [
  [2, 3, 2],
  [4, 4, 5],
  [6, 6, 7],
  [3, 2, 3],
  [5, 6, 5],
  [4, 5, 4],
];

function panel(): Panel {
  const ids = rows.map((_, i) => i + 1);
  return panelSchema.parse({
    network: {
      format: 'rapport-panel/1',
      slug: 'net',
      name: 'Net',
      timezone: 'UTC',
      locale: 'en',
      instrument: 'any@1',
    },
    instruments: [{ id: 'any', version: 1, title: both('Any'), scales: [{ id: 's', title: both('S') }], items }],
    organisations: ids.map((i) => ({ organisation: `o${i}`, name: `O${i}`, joined: '2020-01-01' })),
    members: ids.map((i) => ({ member: `m${i}`, organisation: `o${i}`, joined: '2020-01-01' })),
    waves: [
      { wave: 'w1', label: 'W1', opens: '2026-01-01', closes: '2026-01-31' },
      { wave: 'w2', label: 'W2', opens: '2026-04-01', closes: '2026-04-30' },
    ],
    answers: rows.flatMap((row, i) =>
      row.map((value, j) => ({ wave: 'w1', member: `m${i + 1}`, item: items[j]?.id, value })),
    ),
    ties: [],
    events: [
      { event: 'e1', kind: 'workshop', title: 'On the first day', starts: '2026-01-01' },
      { event: 'e3', kind: 'workshop', title: 'On the last', starts: '2026-04-01' },
      { event: 'e2', kind: 'workshop', title: 'Between', starts: '2026-02-10' },
      { event: 'e4', kind: 'workshop', title: 'After', starts: '2026-04-02' },
    ],
    declarations: [],
  });
}

const scores = (before: number | null, after: number | null) => [
  { wave: 'w1', opens: '2026-01-01', own: { s: before } },
  { wave: 'w2', opens: '2026-04-01', own: { s: after } },
];
const closed = new Set(['w1']);

test('calls a change reliable beyond 1.96 standard errors of the earlier wave', () => {
  // R: x <- matrix(c(2,3,2, 4,4,5, 6,6,7, 3,2,3, 5,6,5, 4,5,4), 6, byrow = TRUE); s <- sd(100 * (rowMeans(x) - 1) / 6);
  // a <- 3 / 2 * (1 - sum(apply(x, 2, var)) / var(rowSums(x))); 1.96 * s * sqrt(2) * sqrt(1 - a) is 15.9042.
  expect(ownChanges(panel(), scores(40, 55.9), closed)).toEqual([
    { scale: 's', from: 'w1', to: 'w2', before: 40, after: 55.9, change: 'none' },
  ]);
  expect(ownChanges(panel(), scores(40, 55.91), closed)[0]?.change).toBe('up');
  expect(ownChanges(panel(), scores(55.91, 40), closed)[0]?.change).toBe('down');
});

test('says nothing about reliability while the earlier wave is open', () => {
  expect(ownChanges(panel(), scores(40, 90), new Set())[0]?.change).toBeNull();
});

test('needs two scores', () => {
  expect(ownChanges(panel(), scores(null, 90), closed)).toEqual([]);
  expect(ownChanges(panel(), scores(40, 90).slice(0, 1), closed)).toEqual([]);
});

test('lists what lay between two openings, in order', () => {
  expect(eventsBetween(panel(), '2026-01-01', '2026-04-01').map(({ event }) => event)).toEqual(['e2', 'e3']);
});

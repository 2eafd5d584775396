import type { PortfolioNetwork } from '@rapport/api/schemas/portfolio';
import { describe, expect, it } from 'vitest';
import { arrange, portfolioViewOf } from './arrange.ts';

interface Told {
  mode?: string | null;
  gap?: number | null;
  limitedBy?: string[];
  instrument?: string;
  method?: string;
  published?: string;
  opens?: string;
}

// Guarantee: `arrange` reads no more of a row than this.
const network = (name: string, told: Told | null): PortfolioNetwork =>
  ({
    network: name.toLowerCase(),
    name,
    reports: [],
    latest: told && {
      instrument: told.instrument ?? 'pulse@1',
      method: told.method ?? '1',
      published: told.published ?? '2026-01-01T00:00:00Z',
      modes: [{ id: 'cooperation' }, { id: 'coordination' }, { id: 'collaboration' }],
      stage: {
        verdict: { mode: told.mode ?? null },
        gap: { funder: told.gap ?? null },
        limitedBy: told.limitedBy ?? [],
      },
      scales: [{ points: [{ opens: told.opens ?? '2026-01-01' }] }],
    },
  }) as unknown as PortfolioNetwork;

const shown = (networks: PortfolioNetwork[], query: string) =>
  arrange(networks, portfolioViewOf(new URLSearchParams(query))).map((group) => group.networks.map(({ name }) => name));

const rows = [
  network('Cedar', { mode: 'coordination', gap: 1, limitedBy: ['trust'], published: '2026-03-01T00:00:00Z' }),
  network('Alder', { mode: 'cooperation', gap: 2, limitedBy: ['goals'] }),
  network('Birch', { mode: null, gap: null, limitedBy: ['trust', 'reach'], published: '2026-02-01T00:00:00Z' }),
  network('Dogwood', null),
];

describe('a portfolio’s order', () => {
  it('is by name unless the address says otherwise, also for what is no order', () => {
    expect(shown(rows, '')).toEqual([['Alder', 'Birch', 'Cedar']]);
    expect(shown(rows, 'sort=trust')).toEqual([['Alder', 'Birch', 'Cedar']]);
  });

  it('is by gap, rung or date, what is not known last', () => {
    expect(shown(rows, 'sort=gap')).toEqual([['Alder', 'Cedar', 'Birch']]);
    expect(shown(rows, 'sort=rung')).toEqual([['Cedar', 'Alder', 'Birch']]);
    expect(shown(rows, 'sort=published')).toEqual([['Cedar', 'Birch', 'Alder']]);
  });
});

describe('a portfolio’s choice', () => {
  it('is by rung, by what holds back, and by a gap', () => {
    expect(shown(rows, 'rung=coordination')).toEqual([['Cedar']]);
    expect(shown(rows, 'rung=none')).toEqual([['Birch']]);
    expect(shown(rows, 'need=trust')).toEqual([['Birch', 'Cedar']]);
    expect(shown(rows, 'ahead=1&need=trust')).toEqual([['Cedar']]);
    expect(shown(rows, 'rung=collaboration')).toEqual([]);
  });
});

it('networks asked otherwise, or worked out otherwise, stand apart, each group on an axis of its own', () => {
  const mixed = [
    ...rows,
    network('Elm', { instrument: 'pulse@2', opens: '2020-01-01' }),
    network('Fir', { method: '2', opens: '2021-01-01' }),
  ];
  expect(shown(mixed, '')).toEqual([['Alder', 'Birch', 'Cedar'], ['Fir'], ['Elm']]);
  const axes = arrange(mixed, portfolioViewOf(new URLSearchParams())).map(({ from, to }) => [from, to]);
  expect(axes).toEqual([
    ['2026-01-01', '2026-01-01'],
    ['2021-01-01', '2021-01-01'],
    ['2020-01-01', '2020-01-01'],
  ]);
});

import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import type { Panel } from '@rapport/surveys/panel';
import { agencies } from './agencies.ts';

const OPEN_QUESTION = pulse1.texts?.[0]?.id ?? '';

/** 200 people over ten waves of fifteen items: enough to be killed in the middle. */
export function largePanel(): Panel {
  const small = agencies('large');
  const members = Array.from({ length: 200 }, (_, i) => ({
    member: `p-${i}`,
    organisation: `org-${(i % 6) + 1}`,
    name: null,
    email: null,
    joined: '2010-01-01',
    left: null,
  }));
  const waves = Array.from({ length: 10 }, (_, i) => ({
    wave: `w-${i}`,
    label: `Wave ${i}`,
    opens: `20${10 + i}-05-01`,
    closes: `20${10 + i}-05-31`,
  }));
  const items = small.instruments[0]?.items ?? [];
  return {
    ...small,
    organisations: small.organisations.map((row) => ({ ...row, joined: '2010-01-01' })),
    members,
    waves,
    answers: waves.flatMap(({ wave }) =>
      members.flatMap(({ member }) => items.map((item) => ({ wave, member, item: item.id, value: 4 }))),
    ),
    ties: [],
    // More than SQLite keeps in memory, so that the log on disk grows long before the end.
    texts: waves.flatMap(({ wave }) =>
      members.map(({ member }) => ({ wave, member, question: OPEN_QUESTION, text: 'words '.repeat(1000) })),
    ),
  };
}

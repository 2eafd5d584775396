import type { Panel } from '@rapport/surveys/panel';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';

/** A waves' worth of answers: everybody ticks `value` on every item, plus their place in the agency. */
const WAVES = [
  { wave: '2026-Q2', label: 'Spring', opens: '2026-05-01', closes: '2026-05-14', value: 3 },
  { wave: '2026-Q3', label: 'Summer', opens: '2026-08-01', closes: '2026-08-14', value: 4 },
  { wave: '2026-Q4', label: 'Autumn', opens: '2026-11-01', closes: '2026-11-14', value: null },
];

/**
 * Six agencies of two people over three quarters in UTC. Spring and summer are answered by all and over; autumn is open on
 * 10 November 2026 and nobody has answered it. Every agency rates every other: mode 2, trust 3.
 */
export function agencies(slug = 'harbour'): Panel {
  const organisations = Array.from({ length: 6 }, (_, i) => ({
    organisation: `org-${i + 1}`,
    name: `Agency ${i + 1}`,
    joined: '2026-01-01',
    left: null,
    named: i < 4,
  }));
  const members = organisations.flatMap(({ organisation }, i) =>
    [1, 2].map((place) => ({
      member: `m-${i + 1}-${place}`,
      organisation,
      name: `Person ${i + 1}.${place}`,
      email: `person-${i + 1}-${place}@example.org`,
      joined: '2026-01-01',
      left: null,
    })),
  );
  const answered = WAVES.flatMap(({ wave, value }) => (value === null ? [] : [{ wave, value }]));
  return {
    network: {
      format: 'rapport-panel/1',
      slug,
      name: 'Harbour network',
      timezone: 'Etc/UTC',
      locale: 'en',
      minimumCell: 5,
      instrument: 'pulse@1',
    },
    instruments: [pulse1],
    organisations,
    members,
    waves: WAVES.map(({ value: _, ...wave }) => wave),
    answers: answered.flatMap(({ wave, value }) =>
      members.flatMap(({ member, organisation }) =>
        pulse1.items.map((item, i) => {
          const own = value + (Number(organisation.at(-1)) % 2) + (member.endsWith('2') && i % 3 === 0 ? 1 : 0);
          return { wave, member, item: item.id, value: item.reversed ? 8 - own : own };
        }),
      ),
    ),
    ties: answered.flatMap(({ wave }) =>
      members.flatMap(({ member, organisation: own }) =>
        organisations
          .filter(({ organisation }) => organisation !== own)
          .flatMap(({ organisation }) => [
            { wave, member, organisation, question: 'mode', value: 2 },
            { wave, member, organisation, question: 'trust', value: 3 },
          ]),
      ),
    ),
    texts: [],
    events: [
      { event: 'ev-1', kind: 'workshop', title: 'First workshop', starts: '2026-06-10', ends: null, notes: 'Note' },
    ],
    event_organisations: [{ event: 'ev-1', organisation: 'org-1' }],
    goals: [{ from: '2026-01-01', text: 'One referral form for all' }],
    declarations: [{ from: '2026-01-01', by: 'funder', mode: 'collaboration', source: 'Grant agreement' }],
  };
}

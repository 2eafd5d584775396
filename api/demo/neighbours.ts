import { instrumentKey } from '@rapport/surveys/instrument';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import type { EventKind, Panel, Wave } from '@rapport/surveys/panel';
import { directed } from '@rapport/surveys/scoring';
import { demoWaves } from './calendar.ts';
import { chance, type Chance } from './random.ts';

/** What a small fictional network went through, wave by wave. */
interface Story {
  slug: string;
  name: string;
  agencies: string[];
  /** Mean of its scales, 0–100. */
  level: number[];
  /** How close its ties are, on the levels of the tie question. */
  closeness: number[];
  asked: string;
  aim: string | null;
  /** `after`: the wave, from 1, that the entry follows. */
  log: { kind: EventKind; title: string; after: number }[];
}

/** So many of the demo's closed waves the neighbours have, the last of them. */
const WAVES = 5;
const SPREAD = { agency: 4, person: 6, scale: 3, answer: 9, tie: 0.45 };
const OFFSET: Record<string, number> = { trust: 1, commitment: 3, goals: 0, routines: -6 };

/** Five neighbours of Marram Bay, in towns that are on no map either: what a funder's portfolio is made of. */
const STORIES: readonly Story[] = [
  {
    slug: 'saltings',
    name: 'Saltings Youth Network (a made-up example)',
    agencies: [
      'Saltings Youth Club',
      'Weir Street School',
      'Mill Lane Clinic',
      'Open Door Housing',
      'Tern Legal Aid',
      'Causeway Sports',
      'Saltings Library',
    ],
    level: [44, 52, 60, 62, 63],
    closeness: [1.2, 1.7, 2.1, 2.2, 2.2],
    asked: 'coordination',
    aim: 'coordination',
    log: [
      { kind: 'workshop', title: 'A day in each other’s shoes', after: 1 },
      { kind: 'procedure', title: 'One page for every referral', after: 2 },
      { kind: 'outcome', title: 'Summer programme run by four agencies', after: 4 },
    ],
  },
  {
    slug: 'heron-vale',
    name: 'Heron Vale Care Alliance (a made-up example)',
    agencies: [
      'Heron Home Care',
      'Vale Hospital Social Work',
      'Kingfisher Respite',
      'Vale Carers',
      'Alder Day Centre',
      'Brook Dementia Group',
      'Vale Transport',
      'Mead Pharmacy',
    ],
    level: [36, 37, 43, 44, 46],
    closeness: [0.8, 1, 1.3, 1.4, 1.4],
    asked: 'collaboration',
    aim: 'cooperation',
    log: [
      { kind: 'meeting', title: 'First round of visits', after: 1 },
      { kind: 'workshop', title: 'What do we want for carers?', after: 2 },
      { kind: 'agreement', title: 'Three shared aims signed', after: 2 },
    ],
  },
  {
    slug: 'cinder-hill',
    name: 'Cinder Hill Homelessness Network (a made-up example)',
    agencies: [
      'Cinder Night Shelter',
      'Hill Street Outreach',
      'Forge Housing',
      'Anvil Recovery',
      'Hill Legal Desk',
      'Furnace Food Hall',
      'Cinder Job Club',
    ],
    level: [60, 63, 64, 56, 55],
    closeness: [1.9, 2.1, 2.2, 2, 1.9],
    asked: 'coordination',
    aim: null,
    log: [
      { kind: 'procedure', title: 'Shared bed list', after: 1 },
      { kind: 'external', title: 'Rents rise by a fifth', after: 3 },
      { kind: 'meeting', title: 'Weekly call of all shelters', after: 4 },
    ],
  },
  {
    slug: 'lower-lea',
    name: 'Lower Lea Refugee Welcome (a made-up example)',
    agencies: [
      'Lea Welcome House',
      'Lea Adult College',
      'Riverside Doctors',
      'Pontoon Legal Centre',
      'Lea Faith Forum',
      'Wharf Employment',
      'Lea Children’s Team',
    ],
    level: [48, 55, 57, 66, 74],
    closeness: [1.6, 1.9, 2.2, 2.6, 2.9],
    asked: 'coordination',
    aim: 'collaboration',
    log: [
      { kind: 'workshop', title: 'Stories at one table', after: 1 },
      { kind: 'workshop', title: 'Case training in mixed groups', after: 3 },
      { kind: 'agreement', title: 'One budget for interpreters', after: 4 },
    ],
  },
  {
    slug: 'north-fen',
    name: 'North Fen Early Years (a made-up example)',
    agencies: [
      'Fen Nursery',
      'Sedge Midwives',
      'North Fen Library',
      'Reed Family Centre',
      'Fen Speech Therapy',
      'Marsh Playgroup',
    ],
    level: [45, 46, 47, 46, 48],
    closeness: [1.1, 1.2, 1.2, 1.3, 1.3],
    asked: 'cooperation',
    aim: 'cooperation',
    log: [
      { kind: 'meeting', title: 'Breakfast once a month', after: 1 },
      { kind: 'external', title: 'New county boundaries', after: 3 },
    ],
  },
];

/** The panels of the five, for `today` (`2026-01-31`): closed waves only. The same seed and day give the same panels. */
export function neighbourPanels({ seed, today }: { seed: number; today: string }): Panel[] {
  const waves = demoWaves(today).slice(0, -1).slice(-WAVES);
  return STORIES.map((story, i) => panelOf(story, waves, chance(seed + i)));
}

function panelOf(story: Story, waves: Wave[], random: Chance): Panel {
  const joined = '2020-01-01';
  const organisations = story.agencies.map((name, i) => ({
    organisation: `a${i + 1}`,
    name,
    joined,
    left: null,
    named: i % 4 !== 3,
  }));
  const members = organisations.flatMap(({ organisation }) =>
    [1, 2].map((place) => ({
      member: `${organisation}-${place}`,
      organisation,
      name: null,
      email: null,
      joined,
      left: null,
    })),
  );
  const lean = new Map(organisations.map(({ organisation }) => [organisation, random.around(SPREAD.agency)]));
  const own = new Map(members.map(({ member }) => [member, random.around(SPREAD.person)]));
  const answered = waves.map((_, k) => members.filter((_member, i) => (i + k) % 7 !== 0));
  const answers = waves.flatMap(({ wave }, k) =>
    (answered[k] ?? []).flatMap(({ member, organisation }) =>
      pulse1.scales.flatMap(({ id }) => {
        const level =
          (story.level[k] ?? 0) +
          (OFFSET[id] ?? 0) +
          (lean.get(organisation) ?? 0) +
          (own.get(member) ?? 0) +
          random.around(SPREAD.scale);
        return pulse1.items
          .filter(({ scale }) => scale === id)
          .map((item) => {
            const points = item.min + ((item.max - item.min) * (level + random.around(SPREAD.answer))) / 100;
            const value = Math.min(item.max, Math.max(item.min, Math.round(points)));
            return { wave, member, item: item.id, value: directed(item, value) };
          });
      }),
    ),
  );
  const ties = waves.flatMap(({ wave }, k) =>
    (answered[k] ?? []).flatMap(({ member, organisation: from }) =>
      organisations
        .filter(({ organisation }) => organisation !== from)
        .flatMap(({ organisation }) => {
          const close = (story.closeness[k] ?? 0) + random.around(SPREAD.tie);
          const row = { wave, member, organisation };
          return pulse1.ties.map(({ id, min, max }) => ({
            ...row,
            question: id,
            value: Math.min(max, Math.max(min, Math.round(close))),
          }));
        }),
    ),
  );
  return {
    network: {
      format: 'rapport-panel/1',
      slug: story.slug,
      name: story.name,
      timezone: 'Australia/Darwin',
      locale: 'en',
      minimumCell: 5,
      instrument: instrumentKey(pulse1),
    },
    instruments: [pulse1],
    organisations,
    members,
    waves,
    answers,
    ties,
    texts: [],
    events: story.log.map(({ kind, title, after }, i) => ({
      event: `ev-${i + 1}`,
      kind,
      title,
      starts: daysAfter(waves[after - 1]?.closes ?? '', 12 + 5 * i),
      ends: null,
      notes: null,
    })),
    event_organisations: [],
    goals: [],
    declarations: [
      { from: waves[0]?.opens ?? '', by: 'funder', mode: story.asked, source: null },
      ...(story.aim === null
        ? []
        : [{ from: waves[1]?.opens ?? '', by: 'network' as const, mode: story.aim, source: null }]),
    ],
  };
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

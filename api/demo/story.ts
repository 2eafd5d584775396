import type { AgreedGoals, Declaration, EventKind, LogEvent, Panel } from '@rapport/surveys/panel';

/** Days by the waves' count, as `storyDays` gives them. */
type At = (place: number) => string;

interface Told {
  kind: EventKind;
  title: string;
  starts: number;
  ends?: number;
  notes?: string;
  /** Who took part, or whose outcome it is; nobody where it concerned all. */
  agencies?: string[];
}

const POCKET = ['family-support', 'child-health', 'schools', 'refuge'];

/** What was done to build the network, and what befell it, by the waves' count. */
const LOG: readonly Told[] = [
  {
    kind: 'meeting',
    title: 'Funder presents the grant',
    starts: 0.35,
    notes: 'All agencies are told that the network is to collaborate from day one. Few had met before.',
  },
  {
    kind: 'meeting',
    title: 'Monthly breakfasts begin',
    starts: 1.4,
    notes: 'No agenda for the first hour: who are you, whom do you help, what keeps you up at night?',
  },
  {
    kind: 'workshop',
    title: 'Two days on what we want to achieve',
    starts: 2.4,
    ends: 2.41,
    notes: 'With an outside facilitator. We put the grant aside and asked what families here would notice.',
    agencies: [...POCKET, 'housing', 'youth', 'legal', 'pantry', 'migrant'],
  },
  {
    kind: 'agreement',
    title: 'Goals of our own agreed',
    starts: 2.7,
    notes: 'Three goals that all twelve agencies can stand behind, in place of the words of the grant.',
  },
  {
    kind: 'workshop',
    title: 'Case management training',
    starts: 3.35,
    notes: 'Real cases without names, worked through in mixed groups.',
    agencies: [...POCKET, 'housing', 'recovery', 'disability', 'job-link'],
  },
  {
    kind: 'procedure',
    title: 'One referral form for all',
    starts: 4.3,
    notes: 'One page. The agency that sends rings the agency that receives within two days.',
  },
  {
    kind: 'agreement',
    title: 'Aim set: coordination, well done',
    starts: 4.5,
    notes: 'We say openly what our relationships can carry now, and what they cannot yet.',
  },
  {
    kind: 'procedure',
    title: 'Case meetings every second Tuesday',
    starts: 4.6,
    notes: 'One worker leads for each family; the others tell that worker before they act.',
    agencies: [...POCKET, 'housing', 'youth', 'recovery', 'counselling'],
  },
  {
    kind: 'outcome',
    title: 'First visit within a week for nine families in ten',
    starts: 5.5,
    notes: 'It was five in ten a year before; counted from the referral forms.',
    agencies: ['family-support', 'child-health', 'housing', 'recovery'],
  },
  {
    kind: 'external',
    title: 'State cuts family funding',
    starts: 6.4,
    notes: 'Four agencies lose posts at six weeks’ notice. Gull Point Job Link leaves the network.',
    agencies: ['housing', 'youth', 'recovery', 'job-link'],
  },
  {
    kind: 'outcome',
    title: 'Shared family worker starts',
    starts: 6.7,
    notes: 'Paid by four agencies together, employed by one, at home in all of them.',
    agencies: POCKET,
  },
  {
    kind: 'meeting',
    title: 'An evening on what the cut does to each of us',
    starts: 7.3,
    notes: 'Chairs in a circle. Two agencies offered rooms, one offered a day of its administrator.',
  },
  {
    kind: 'workshop',
    title: 'Who does what for whom: the map redrawn',
    starts: 7.6,
    agencies: [...POCKET, 'housing', 'youth', 'pantry', 'migrant', 'grandparents'],
  },
  {
    kind: 'outcome',
    title: 'After-school evenings at three sites',
    starts: 8.5,
    notes: 'Homework, a meal and a nurse; the first project that no agency could have run alone.',
    agencies: ['schools', 'child-health', 'pantry', 'grandparents'],
  },
];

export function demoLog(at: At): Pick<Panel, 'events' | 'event_organisations'> {
  const events: LogEvent[] = LOG.map(({ kind, title, starts, ends, notes }, i) => ({
    event: `ev-${String(i + 1).padStart(2, '0')}`,
    kind,
    title,
    starts: at(starts),
    ends: ends === undefined ? null : at(ends),
    notes: notes ?? null,
  }));
  const event_organisations = LOG.flatMap(({ agencies = [] }, i) =>
    agencies.map((organisation) => ({ event: events[i]?.event ?? '', organisation })),
  );
  return { events, event_organisations };
}

/** The goals change once: from the grant's words to the network's own. */
export const demoGoals = (at: At): AgreedGoals[] => [
  { from: at(0.35), text: 'Integrated, collaborative services for vulnerable families (from the grant agreement)' },
  {
    from: at(2.7),
    text: 'A family tells its story once.\nNo family waits longer than a week for a first visit.\nNo agency stands alone with a family in danger.',
  },
];

/** The rhetoric says collaboration from the start; the network later sets itself a nearer aim. */
export const demoDeclarations = (at: At): Declaration[] => [
  {
    from: at(0.35),
    by: 'funder',
    mode: 'collaboration',
    source: 'Grant agreement, clause 2: “a collaborative network from commencement”',
  },
  { from: at(4.5), by: 'network', mode: 'coordination', source: 'Minutes of the network meeting' },
];

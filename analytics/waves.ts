import { instrumentKey, type Instrument, type Item } from '@rapport/surveys/instrument';
import { isIn } from '@rapport/surveys/membership';
import type { Panel, Wave } from '@rapport/surveys/panel';
import { directed, scoreOf } from '@rapport/surveys/scoring';

/** A member's row in a wave. `person` is who it is across moves between agencies: the row's `person`, else the member. */
export interface WaveMember {
  member: string;
  person: string;
  organisation: string;
  responded: boolean;
}

/** One member's score in one wave, POMP 0–100, with the organisation that the member belonged to in that wave. */
export interface ScoredMember extends WaveMember {
  value: number;
  prorated: boolean;
}

export interface ScoredScale {
  /** The scale's items in the wave's own instrument; empty where that lacks the scale. */
  items: readonly Item[];
  /** Only members with a score, sorted by member id. */
  scores: readonly ScoredMember[];
  /** Reversed item values in the items' own units, a row per member who answered every item, columns as in `items`. */
  completeCases: readonly (readonly number[])[];
  /** Scores on the items of each facet that the network's instrument names in this scale, by the same rule. */
  facets: ReadonlyMap<string, readonly ScoredMember[]>;
}

/** One member's rating of a tie; `from` and `to` are places in the wave's `organisations`. */
export interface TieAnswer {
  from: number;
  to: number;
  value: number;
  carried: boolean;
}

export interface ScoredWave {
  wave: Wave;
  /** Years from the panel's first opening to this wave's, of 365.25 days. */
  years: number;
  instrument: Instrument;
  /** Who is in the wave by the member's own span (contract.md, section 2), sorted by member id. */
  members: readonly WaveMember[];
  /** Ids of the organisations in the wave by their own span, sorted. */
  organisations: readonly string[];
  /** By the scale ids of the network's instrument, in its order. */
  scales: ReadonlyMap<string, ScoredScale>;
  /** By the tie questions of the network's instrument; only ratings between two different organisations of the wave. */
  ties: ReadonlyMap<string, readonly TieAnswer[]>;
}

const DAYS_PER_YEAR = 365.25;
const days = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The instrument that the network names for waves without one of their own: the first where the key names a file. */
export function networkInstrument(panel: Pick<Panel, 'network' | 'instruments'>): Instrument {
  const instrument =
    panel.instruments.find((candidate) => instrumentKey(candidate) === panel.network.instrument) ??
    panel.instruments[0];
  if (instrument === undefined) throw new RangeError('a panel needs an instrument');
  return instrument;
}

/**
 * The panel's waves in order of opening, with who is in each, their scores and their agencies' ratings: what every statistic
 * starts from. Answers of members who are not in a wave, and ratings of or by organisations that are not, are left out.
 * Everything is sorted by id, so that the order of rows in the panel changes no figure. Linear in the number of answers.
 */
export function scoreWaves(panel: Panel): ScoredWave[] {
  const own = networkInstrument(panel);
  const instruments = new Map(panel.instruments.map((instrument) => [instrumentKey(instrument), instrument]));
  const waves = [...panel.waves].sort((a, b) => byId(a.opens, b.opens));
  const drafts = waves.map((wave) => draftWave(panel, wave, instruments.get(wave.instrument ?? '') ?? own, own));
  const rowOf = rowFinder(drafts);
  for (const { wave, member, item, value } of panel.answers) {
    const { draft, row } = rowOf(wave, member);
    if (draft === undefined || row === undefined) continue;
    draft.responded[row] = 1;
    const column = draft.itemAt.get(item);
    if (column !== undefined) draft.raw[row * draft.instrument.items.length + column] = value;
  }
  for (const { wave, member, organisation, question, value, carried } of panel.ties) {
    const { draft, row } = rowOf(wave, member);
    if (draft === undefined || row === undefined) continue;
    draft.responded[row] = 1;
    const from = draft.homeOf[row];
    const to = draft.organisationAt.get(organisation);
    if (from === undefined || to === undefined || from === to) continue;
    draft.ties.get(question)?.push({ from, to, value, carried: carried === true });
  }
  const start = days(waves[0]?.opens ?? '');
  return drafts.map((draft) => scored(draft, own, (days(draft.wave.opens) - start) / DAYS_PER_YEAR));
}

interface Draft {
  wave: Wave;
  instrument: Instrument;
  organisations: string[];
  organisationAt: Map<string, number>;
  members: Panel['members'];
  memberAt: Map<string, number>;
  /** Place of each member's organisation; undefined where that is not in the wave. */
  homeOf: (number | undefined)[];
  /** 1 for who has responded. */
  responded: Uint8Array;
  itemAt: Map<string, number>;
  /** Answers as ticked, a row per member, a column per item of the wave's instrument; NaN is missing. */
  raw: Float64Array;
  ties: Map<string, TieAnswer[]>;
}

/** Finds a member's row in a wave; rows of one member mostly follow each other, so the last one found is looked at first. */
function rowFinder(drafts: readonly Draft[]) {
  const draftOf = new Map(drafts.map((draft) => [draft.wave.wave, draft]));
  let lastWave: string | undefined;
  let lastMember: string | undefined;
  let found: { draft: Draft | undefined; row: number | undefined } = { draft: undefined, row: undefined };
  return (wave: string, member: string) => {
    if (wave === lastWave && member === lastMember) return found;
    const draft = wave === lastWave ? found.draft : draftOf.get(wave);
    found = { draft, row: draft?.memberAt.get(member) };
    lastWave = wave;
    lastMember = member;
    return found;
  };
}

const places = (ids: readonly string[]): Map<string, number> => new Map(ids.map((id, place) => [id, place]));

function draftWave(panel: Panel, wave: Wave, instrument: Instrument, own: Instrument): Draft {
  const inWave = panel.organisations.filter((organisation) => isIn(organisation, wave));
  const organisations = inWave.map(({ organisation }) => organisation).sort(byId);
  const organisationAt = places(organisations);
  const members = panel.members.filter((member) => isIn(member, wave)).sort((a, b) => byId(a.member, b.member));
  return {
    wave,
    instrument,
    organisations,
    organisationAt,
    members,
    memberAt: places(members.map(({ member }) => member)),
    homeOf: members.map(({ organisation }) => organisationAt.get(organisation)),
    responded: new Uint8Array(members.length),
    itemAt: places(instrument.items.map(({ id }) => id)),
    raw: new Float64Array(members.length * instrument.items.length).fill(Number.NaN),
    ties: new Map(own.ties.map(({ id }) => [id, []])),
  };
}

function scored(draft: Draft, own: Instrument, years: number): ScoredWave {
  const members = draft.members.map(({ member, person, organisation }, row) => ({
    member,
    person: person ?? member,
    organisation,
    responded: draft.responded[row] === 1,
  }));
  return {
    wave: draft.wave,
    years,
    instrument: draft.instrument,
    members,
    organisations: draft.organisations,
    scales: new Map(own.scales.map(({ id }) => [id, scoredScale(draft, members, own, id)])),
    ties: draft.ties,
  };
}

function scoredScale(draft: Draft, members: readonly WaveMember[], own: Instrument, scale: string): ScoredScale {
  const items = draft.instrument.items.filter((item) => item.scale === scale);
  const facetIds = new Set<string>();
  for (const item of own.items) if (item.scale === scale && item.facet !== undefined) facetIds.add(item.facet);
  return {
    items,
    scores: scoresOn(draft, members, items),
    completeCases: completeCases(draft, items),
    facets: new Map(
      [...facetIds].map((facet) => [
        facet,
        scoresOn(
          draft,
          members,
          items.filter((item) => item.facet === facet),
        ),
      ]),
    ),
  };
}

function scoresOn(draft: Draft, members: readonly WaveMember[], items: readonly Item[]): ScoredMember[] {
  const columns = items.map(({ id }) => draft.itemAt.get(id) ?? -1);
  const raw = new Float64Array(items.length);
  const scores: ScoredMember[] = [];
  members.forEach((member, row) => {
    if (!member.responded) return;
    for (let i = 0; i < columns.length; i += 1) raw[i] = answerAt(draft, row, columns[i] ?? -1);
    const score = scoreOf(items, raw);
    if (score === null) return;
    const { member: id, person, organisation, responded } = member;
    scores.push({ member: id, person, organisation, responded, value: score.value, prorated: score.prorated });
  });
  return scores;
}

function completeCases(draft: Draft, items: readonly Item[]): number[][] {
  if (items.length === 0) return [];
  const columns = items.map((item) => ({ item, at: draft.itemAt.get(item.id) ?? -1 }));
  const rows: number[][] = [];
  for (let row = 0; row < draft.members.length; row += 1) {
    const values = columns.map(({ item, at }) => directed(item, answerAt(draft, row, at)));
    if (!values.some(Number.isNaN)) rows.push(values);
  }
  return rows;
}

const answerAt = (draft: Draft, row: number, column: number): number =>
  draft.raw[row * draft.instrument.items.length + column] ?? Number.NaN;

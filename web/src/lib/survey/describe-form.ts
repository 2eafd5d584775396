import type { Instrument, Item, TieQuestion as InstrumentTie } from '@rapport/surveys/instrument';
import { localize } from '@rapport/surveys/localize';
import type { Localized } from '@rapport/surveys/text';
import type { Agency, ItemQuestion, ItemSection, Point, SurveyForm, TieQuestion } from './form.ts';

/** A range with at most this many whole points is listed; a longer one is typed as a number. */
const LISTED_POINTS = 11;
/** A scale with more questions is split, so that a section stays short. */
const LONGEST_SECTION = 8;
/** Scales of at most this many questions share a section with their neighbours of the same kind. */
const SMALL_SCALE = 2;
const GOALS_SCALE = 'goals';

interface Formats {
  number: Intl.NumberFormat;
  list: Intl.ListFormat;
  collator: Intl.Collator;
}
const formats = new Map<string, Formats>();
// Each takes longer to make than the rest of a form to describe.
function formatsOf(locale: string): Formats {
  const known = formats.get(locale);
  if (known) return known;
  const made = {
    number: new Intl.NumberFormat(locale),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    collator: new Intl.Collator(locale, { numeric: true }),
  };
  formats.set(locale, made);
  return made;
}

function listPoints(min: number, max: number, labels: Record<string, Localized> | undefined, locale: string): Point[] {
  const { number } = formatsOf(locale);
  return Array.from({ length: max - min + 1 }, (_, i) => {
    const value = min + i;
    const label = labels?.[String(value)];
    return { value, label: label ? localize(label, locale) : number.format(value) };
  });
}

/** Points as `listPoints` has them, the same ones for the same scale: a page carries each list once then. */
function sharedPoints(shared: Map<string, Point[]>, { min, max, labels }: Item, locale: string): Point[] {
  const key = JSON.stringify([min, max, labels]);
  const points = shared.get(key) ?? listPoints(min, max, labels, locale);
  shared.set(key, points);
  return points;
}

function itemQuestion(item: Item, locale: string, shared: Map<string, Point[]>): ItemQuestion {
  const { id, min, max, decimal } = item;
  const listed = !decimal && Number.isInteger(min) && Number.isInteger(max) && max - min < LISTED_POINTS;
  const points = listed ? sharedPoints(shared, item, locale) : null;
  return { id, text: localize(item.text, locale), min, max, decimal: decimal || !Number.isInteger(min), points };
}

function tieQuestion(tie: InstrumentTie, locale: string): TieQuestion {
  return {
    id: tie.id,
    text: localize(tie.text, locale),
    min: tie.min,
    points: listPoints(tie.min, tie.max, tie.labels, locale),
    visibility: tie.visibility,
    askedFrom: tie.askedFrom ? { tie: tie.askedFrom.tie, level: tie.askedFrom.level } : null,
  };
}

/** Splits evenly: nine questions become five and four, not eight and one. */
function chunk<T>(rows: T[], longest: number): T[][] {
  const parts = Math.ceil(rows.length / longest);
  const size = Math.ceil(rows.length / parts);
  return Array.from({ length: parts }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

function itemSections(instrument: Instrument, locale: string): ItemSection[] {
  const shared = new Map<string, Point[]>();
  const sections: (ItemSection & { titles: string[]; small: boolean })[] = [];
  for (const scale of instrument.scales) {
    const questions = instrument.items
      .filter((item) => item.scale === scale.id)
      .map((item) => itemQuestion(item, locale, shared));
    if (questions.length === 0) continue;
    const title = localize(scale.title, locale);
    const aboutGoals = scale.id === GOALS_SCALE;
    const small = questions.length <= SMALL_SCALE && !aboutGoals;
    const last = sections.at(-1);
    if (small && last?.small && last.questions.length + questions.length <= LONGEST_SECTION) {
      last.questions.push(...questions);
      last.titles.push(title);
      continue;
    }
    for (const part of chunk(questions, LONGEST_SECTION))
      sections.push({ title, titles: [title], aboutGoals, small, questions: part });
  }
  const { list } = formatsOf(locale);
  return sections.map(({ titles, aboutGoals, questions }) => ({ title: list.format(titles), aboutGoals, questions }));
}

/** The question that others depend on, else the one that readiness reads, else the first. */
function gateQuestion({ ties, readiness }: Instrument): string | null {
  const depended = ties.find((tie) => ties.some((other) => other.askedFrom?.tie === tie.id));
  return depended?.id ?? readiness?.tie ?? ties[0]?.id ?? null;
}

interface Asked {
  instrument: Instrument;
  organisations: { organisation: string; name: string }[];
  previousTies: Record<string, Record<string, number>>;
}

/** What a form holds of the wave before: ratings of agencies that are still asked about, and with how many there was contact. */
export function describePrevious({
  instrument,
  organisations,
  previousTies,
}: Asked): Pick<SurveyForm, 'previous' | 'partnersBefore'> {
  const gate = gateQuestion(instrument) ?? '';
  const previous = Object.fromEntries(
    organisations.flatMap(({ organisation }) => {
      const rating = Object.hasOwn(previousTies, organisation) ? previousTies[organisation] : undefined;
      return instrument.ties.length > 0 && rating ? [[organisation, rating] as const] : [];
    }),
  );
  return { previous, partnersBefore: Object.values(previous).filter((rating) => (rating[gate] ?? 0) > 0).length };
}

/**
 * What a member is asked, in `locale`, from any instrument: sections of at most eight questions in the instrument's order, points
 * where the range can be listed, and the roster of the other agencies by name. Plain data, so that pages carry one language only.
 */
export function describeForm(survey: Asked, locale: string): SurveyForm {
  const { instrument, organisations } = survey;
  const { collator } = formatsOf(locale);
  const agencies: Agency[] = organisations
    .map(({ organisation, name }) => ({ id: organisation, name }))
    .sort((a, b) => collator.compare(a.name, b.name));
  return {
    sections: itemSections(instrument, locale),
    ties: instrument.ties.map((tie) => tieQuestion(tie, locale)),
    gate: gateQuestion(instrument),
    texts: (instrument.texts ?? []).map(({ id, text }) => ({ id, text: localize(text, locale) })),
    agencies: instrument.ties.length > 0 ? agencies : [],
    ...describePrevious(survey),
  };
}

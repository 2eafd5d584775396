import type { Instrument, Mode } from '@rapport/surveys/instrument';
import { localize } from '@rapport/surveys/localize';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';

type Named = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const MODES: Record<string, Named> = {
  cooperation: m.mode_in_sentence_cooperation,
  coordination: m.mode_in_sentence_coordination,
  collaboration: m.mode_in_sentence_collaboration,
};

const MODE_MEANINGS: Record<string, Named> = {
  cooperation: m.mode_meaning_cooperation,
  coordination: m.mode_meaning_coordination,
  collaboration: m.mode_meaning_collaboration,
};

const FACTORS: Record<string, Named> = {
  trust: m.factor_trust,
  commitment: m.factor_commitment,
  goals: m.factor_goals,
  routines: m.factor_routines,
  reach: m.factor_reach,
};

const lower = (text: string, locale: Locale): string => text.charAt(0).toLocaleLowerCase(locale) + text.slice(1);

/** A mode within a sentence, lower case: `coordination`. */
export const modeName = (mode: Pick<Mode, 'id' | 'title'>, locale: Locale): string =>
  MODES[mode.id]?.({}, { locale }) ?? (mode.title ? lower(localize(mode.title, locale), locale) : mode.id);

/** What a mode means in a few words, for the three of the built-in instrument; null for others. */
export const modeMeaning = (mode: Pick<Mode, 'id'>, locale: Locale): string | null =>
  MODE_MEANINGS[mode.id]?.({}, { locale }) ?? null;

/** A mode by id, also one that the instrument does not know (a declaration may name any). */
export const modeNameById = (modes: Mode[], id: string, locale: Locale): string =>
  modeName(modes.find((mode) => mode.id === id) ?? { id }, locale);

/** The title of a scale as a heading: the instrument's own. */
export const scaleTitle = (instrument: Instrument | null, scale: string, locale: Locale): string => {
  const title = instrument?.scales.find((one) => one.id === scale)?.title;
  return title ? localize(title, locale) : scale;
};

/** What limits, within a sentence: `trust`, `confirmed ties`, or the instrument's own title in lower case. */
export const factorName = (instrument: Instrument | null, factor: string, locale: Locale): string =>
  FACTORS[factor]?.({}, { locale }) ?? lower(scaleTitle(instrument, factor, locale), locale);

/** One level of a tie question: the mode that rests on it, else the question's own label, else the number. */
export const levelName = (instrument: Instrument | null, question: string, level: number, locale: Locale): string => {
  const mode = instrument?.readiness?.tie === question && instrument.readiness.modes.find((one) => one.level === level);
  if (mode) return modeName(mode, locale);
  const label = instrument?.ties.find((tie) => tie.id === question)?.labels?.[String(level)];
  return label ? localize(label, locale) : String(level);
};

export const organisationName = (organisations: { organisation: string; name: string }[], id: string): string =>
  organisations.find((one) => one.organisation === id)?.name ?? id;

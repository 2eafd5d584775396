import type { PocketFate } from '@rapport/analytics/analysis';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { levelName } from './names.ts';
import { percent } from './numbers.ts';
import { placeOf, type Standing } from './standing.ts';

/** The tie question that readiness rests on, else the first whose ratings may be told; null without ties. */
export function mainQuestion({ instrument, wave }: Standing): string | null {
  const question = instrument?.readiness?.tie ?? instrument?.ties.find((tie) => tie.visibility === 'agency')?.id;
  return question && wave.network?.[question] ? question : null;
}

/** The level that the next rung rests on, at the top or without readiness the highest there is. */
function watchedLevel({ modes, stage, wave }: Standing, question: string): number | null {
  const rung = modes[placeOf(modes, stage?.verdict.mode ?? null)] ?? modes.at(-1);
  return rung?.level ?? wave.network?.[question]?.levels.at(-1)?.level ?? null;
}

/** The finding over the relationships: how far ties that both sides confirm reach, on this rung's level and on the next. */
export function relationsSentence(standing: Standing, locale: Locale): string {
  const question = mainQuestion(standing);
  const levels = question === null ? undefined : standing.wave.network?.[question]?.levels;
  if (question === null || !levels) return m.relations_none({}, { locale });
  const watched = watchedLevel(standing, question);
  const next = levels.find(({ level }) => level === watched);
  const below = levels.findLast(({ level, reach }) => level < (watched ?? 0) && reach !== null);
  const lowerReach = below?.reach ?? null;
  const name = (level: number) => levelName(standing.instrument, question, level, locale);
  if (!next || next.reach === null)
    return !below || lowerReach === null
      ? m.relations_unknown({}, { locale })
      : m.relations_one({ share: percent(lowerReach, locale), level: name(below.level) }, { locale });
  const words = { share: percent(next.reach, locale), level: name(next.level) };
  return !below || lowerReach === null
    ? m.relations_one(words, { locale })
    : m.relations_two({ ...words, below: percent(lowerReach, locale), lower: name(below.level) }, { locale });
}

type Words = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const FATES: Record<PocketFate['fate'], Words> = {
  born: m.pocket_fate_born,
  grown: m.pocket_fate_grown,
  shrunk: m.pocket_fate_shrunk,
  kept: m.pocket_fate_kept,
  changed: m.pocket_fate_changed,
  merged: m.pocket_fate_merged,
  split: m.pocket_fate_split,
  regrouped: m.pocket_fate_regrouped,
  gone: m.pocket_fate_gone,
};

/** What became of a pocket since the wave before. */
export const fateWords = (fate: PocketFate['fate'], locale: Locale): string => FATES[fate]({}, { locale });

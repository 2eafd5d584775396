import type { PocketFate } from '@rapport/analytics/analysis';
import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { levelName } from './names.ts';
import { list, percent } from './numbers.ts';
import { instrumentOf, placeOf, waveLabel, type Standing } from './standing.ts';

/** The tie question that readiness rests on, else the first whose ratings may be told; null without ties. */
export function mainQuestion({ instrument, wave }: Standing): string | null {
  const question = instrument?.readiness?.tie ?? instrument?.ties.find((tie) => tie.visibility === 'agency')?.id;
  return question && wave.network?.[question] ? question : null;
}

/** The level that the next rung rests on, at the top or without readiness the highest there is. */
export function watchedLevel({ modes, stage, wave }: Standing, question: string): number | null {
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

/** The finding over a wave's ties at one level: how many pairs confirm one, how far these reach, how many groups they make. */
export function tiesSentence({ wave, instrument }: Standing, question: string, level: number, locale: Locale): string {
  const found = wave.network?.[question]?.levels.find((one) => one.level === level);
  if (!found || found.dyads === 0) return m.ties_finding_none({}, { locale });
  const name = levelName(instrument, question, level, locale);
  const top = wave.network?.[question]?.levels.at(-1)?.level === level;
  const words = {
    confirmed: found.mutual,
    dyads: found.dyads,
    level: top ? name : m.ties_or_more({ level: name }, { locale }),
  };
  return found.reach === null
    ? m.ties_finding({ ...words }, { locale })
    : m.ties_finding_reach({ ...words, share: percent(found.reach, locale) }, { locale });
}

/** The finding over the waves: reach of confirmed ties at a level, from the first wave that tells it to the last. */
export function reachOverTime(release: ReleasedAnalysis, question: string, level: number, locale: Locale): string {
  const known = release.waves.flatMap(({ wave, network }) => {
    const reach = network?.[question]?.levels.find((one) => one.level === level)?.reach;
    return reach === null || reach === undefined ? [] : [{ wave: waveLabel(release, wave), reach }];
  });
  const [first, last] = [known.at(0), known.at(-1)];
  if (!first || !last) return m.relations_unknown({}, { locale });
  const instrument = instrumentOf(release, release.waves.at(-1)?.wave ?? '');
  const name = levelName(instrument, question, level, locale);
  const now = { level: name, share: percent(last.reach, locale) };
  return known.length === 1
    ? m.relations_one(now, { locale })
    : m.ties_reach_over_time(
        { ...now, before: percent(first.reach, locale), from: first.wave, to: last.wave },
        { locale },
      );
}

/** The finding over the groups: how many there were at a level in the first wave and are in the last. */
export function pocketsOverTime(release: ReleasedAnalysis, question: string, level: number, locale: Locale): string {
  const counts = release.waves.flatMap(({ wave, network }) => {
    const count = network?.[question]?.levels.find((one) => one.level === level)?.pocketCount;
    return count === undefined ? [] : [{ wave: waveLabel(release, wave), count }];
  });
  const [first, last] = [counts.at(0), counts.at(-1)];
  if (!first || !last || counts.every(({ count }) => count === 0)) return m.pockets_none({}, { locale });
  const instrument = instrumentOf(release, release.waves.at(-1)?.wave ?? '');
  const words = { level: levelName(instrument, question, level, locale), from: first.wave, to: last.wave };
  return m.ties_pockets_over_time({ ...words, before: first.count, now: last.count }, { locale });
}

/** What became of the groups in one step, most frequent fates as they come: `2 grown and 1 new`. */
export function fatesWords(pockets: readonly PocketFate[], locale: Locale): string {
  const counts = new Map<PocketFate['fate'], number>();
  for (const { fate } of pockets) counts.set(fate, (counts.get(fate) ?? 0) + 1);
  return list(
    [...counts].map(([fate, count]) => `${count} ${fateWords(fate, locale)}`),
    locale,
  );
}

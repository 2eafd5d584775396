import type { ReleasedTieLevel } from '@rapport/analytics/release/released-analysis';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { levelName, modeNameById, organisationName, scaleTitle } from './names.ts';
import { list, points } from './numbers.ts';
import { fateWords } from './relations.ts';
import { waveLabel, type Standing } from './standing.ts';
import { suppressionAt, suppressionWords } from './suppressions.ts';
import { readinessScales } from './trends.ts';

/** The groups tied most closely, as page and paper tell of them. */
export interface PocketWords {
  /** How many there are and how close, or that there are none. */
  title: string;
  pockets: {
    key: string;
    names: string;
    /** What they would be ready for by themselves. */
    ready: string | null;
    /** How far they are ahead of the rest, scale by scale, or why that is held back. */
    beside: string[];
    /** What became of them since the wave before. */
    fate: string | null;
  }[];
  /** How many can't be named. */
  unnamed: string | null;
}

export function pocketWords(standing: Standing, question: string, locale: Locale): PocketWords {
  const { wave, release, instrument, modes } = standing;
  const levels = wave.network?.[question]?.levels ?? [];
  const at = levels.findLastIndex(({ pocketCount }) => pocketCount > 0);
  const level = levels[at];
  if (!level) return { title: m.pockets_none({}, { locale }), pockets: [], unnamed: null };
  const path = `waves[${release.waves.indexOf(wave)}].network.${question}.levels[${at}]`;
  const step = release.pocketLives[question]
    ?.find((life) => life.level === level.level)
    ?.steps.find(({ to }) => to === wave.wave);
  const key = (pocket: string[]): string => [...pocket].sort().join();
  const pockets = level.pockets.map((organisations, place) => {
    const both = level.pocketLevels[place];
    const scales = readinessScales(instrument).flatMap((scale) => {
      const inside = both?.pocket.scales[scale]?.organisationMean ?? null;
      const outside = both?.rest.scales[scale]?.organisationMean ?? null;
      if (inside === null || outside === null) return [];
      const figures = { inside: points(inside, locale), outside: points(outside, locale) };
      return [m.pockets_inside({ scale: scaleTitle(instrument, scale, locale), ...figures }, { locale })];
    });
    const reason = scales.length === 0 ? suppressionAt(release, `${path}.pocketLevels[${place}]`) : null;
    const ready = both?.pocket.readiness?.mode ?? null;
    const fate = step?.pockets.find(({ after }) => after.some((one) => key(one) === key(organisations)))?.fate;
    return {
      key: key(organisations),
      names: list(
        organisations.map((id) => organisationName(release.context.organisations, id)),
        locale,
      ),
      ready: ready && m.pockets_ready({ mode: modeNameById(modes, ready, locale) }, { locale }),
      beside: reason ? [m.pockets_held_back({ reason: suppressionWords(reason, locale) }, { locale })] : scales,
      fate:
        fate && step?.from
          ? m.pockets_life({ wave: waveLabel(release, step.from), fate: fateWords(fate, locale) }, { locale })
          : null,
    };
  });
  const more = level.pocketCount - level.pockets.length;
  const sizes = sizesOfUnnamed(level).map(String);
  return {
    title: m.pockets_title(
      { count: level.pocketCount, mode: levelName(instrument, question, level.level, locale) },
      { locale },
    ),
    pockets,
    unnamed:
      more <= 0
        ? null
        : sizes.length === more
          ? m.pockets_unnamed_of({ count: more, sizes: list(sizes, locale) }, { locale })
          : m.pockets_unnamed({ count: more }, { locale }),
  };
}

/** Of how many organisations the pockets are that are not named, largest first. */
function sizesOfUnnamed({ pockets, pocketSizes = [] }: ReleasedTieLevel): number[] {
  const named = pockets.map(({ length }) => length);
  return pocketSizes.filter((size) => {
    const at = named.indexOf(size);
    if (at >= 0) named.splice(at, 1);
    return at < 0;
  });
}

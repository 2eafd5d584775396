import type { Mode } from '@rapport/surveys/instrument';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { factorName, modeName } from './names.ts';
import { capital, list, percent, points } from './numbers.ts';
import { modeAbove, placeOf, type Standing } from './standing.ts';

export const REACH = 'reach';

/** One part of a mode beside what is there: value and cut in points (0–100), for reach as shares (0–1). */
export interface Requirement {
  factor: string;
  value: number | null;
  cut: number;
  /** How far above the cut, in the unit of both; negative is short of it, null can't be said. */
  margin: number | null;
}

/** What `mode` asks for beside what the wave has: its scales in the instrument's order, then reach. */
export function requirements({ wave, stage, instrument }: Standing, mode: Mode): Requirement[] {
  const question = instrument?.readiness?.tie ?? '';
  const margins = stage?.margins[mode.id];
  const reach = wave.network?.[question]?.levels.find((one) => one.level === mode.level)?.reach ?? null;
  const scales = (instrument?.scales ?? []).flatMap(({ id }): Requirement[] => {
    const cut = mode.scales[id];
    if (cut === undefined) return [];
    return [{ factor: id, value: wave.scales[id]?.organisationMean ?? null, cut, margin: margins?.scales[id] ?? null }];
  });
  return [...scales, { factor: REACH, value: reach, cut: mode.reach, margin: margins?.reach ?? null }];
}

/** What `limitsSentence` answers, of a network: where it is what it wants to be, not what holds it back. */
export const limitsQuestion = (standing: Standing, locale: Locale): string =>
  modeBeyondAim(standing) ? m.report_q_aim_met({}, { locale }) : m.report_q_limits({}, { locale });

/** The same question, asked by the network itself. */
export const ownLimitsQuestion = (standing: Standing, locale: Locale): string =>
  modeBeyondAim(standing) ? m.lead_q_aim_met({}, { locale }) : m.lead_q_limits({}, { locale });

/** The heading of 'what holds us back'. */
export function limitsSentence(standing: Standing, locale: Locale): string {
  const { stage, modes, instrument } = standing;
  const next = modeAbove(modes, stage?.mode ?? null);
  if (!stage || (next && stage.limitedBy.length === 0)) return m.limits_title_unknown({}, { locale });
  if (!next) return m.limits_title_top({}, { locale });
  const factors = list(
    stage.limitedBy.map((factor) => factorName(instrument, factor, locale)),
    locale,
  );
  const words = { mode: modeName(next, locale), factors };
  return modeBeyondAim(standing) ? m.limits_title_beyond(words, { locale }) : m.limits_title(words, { locale });
}

/**
 * The next mode where it is more than the network wants: its own aim is met by the verdict and by this wave, so that nothing
 * holds it back. Null otherwise, and where no aim was declared.
 */
export function modeBeyondAim({ stage, modes }: Standing): Mode | null {
  const next = modeAbove(modes, stage?.mode ?? null);
  const aim = stage?.declared.network;
  if (!stage || !next || !aim || stage.gap.network === null || stage.gap.network > 0) return null;
  return placeOf(modes, next.id) > placeOf(modes, aim) ? next : null;
}

/** One sentence with its numbers for each factor that keeps the next mode from being met. */
export function limitSentences(standing: Standing, locale: Locale): { factor: string; sentence: string }[] {
  const { stage, modes, instrument } = standing;
  const next = modeAbove(modes, stage?.mode ?? null);
  if (!stage || !next) return [];
  const mode = modeName(next, locale);
  return requirements(standing, next)
    .filter(({ factor }) => stage.limitedBy.includes(factor))
    .map(({ factor, value, cut, margin }) => {
      if (factor === REACH)
        return {
          factor,
          sentence:
            value === null
              ? m.limit_reach_unknown({ mode }, { locale })
              : m.limit_reach({ value: percent(value, locale), cut: percent(cut, locale), mode }, { locale }),
        };
      const name = capital(factorName(instrument, factor, locale), locale);
      return {
        factor,
        sentence:
          value === null || margin === null
            ? m.limit_scale_unknown({ factor: name, mode }, { locale })
            : m.limit_scale(
                {
                  factor: name,
                  value: points(value, locale),
                  cut: points(cut, locale),
                  short: points(Math.max(0, -margin), locale),
                  mode,
                },
                { locale },
              ),
      };
    });
}

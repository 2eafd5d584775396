import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { chanceWords, confidenceWords } from './confidence.ts';
import { modeMeaning, modeName } from './names.ts';
import { capital } from './numbers.ts';
import { placeOf, type Standing } from './standing.ts';
import type { Mode } from '@rapport/surveys/instrument';

/** One rung of the ladder, ready to be drawn or read aloud. */
export interface Rung {
  mode: string;
  name: string;
  meaning: string | null;
  /** How surely it is reached in this wave, 0–1; null where it can't be told. */
  confidence: number | null;
  /** `reached, 94 in 100 sure`. */
  sure: string;
  here: boolean;
  mandate: boolean;
  aim: boolean;
}

/** What a ladder is drawn from: a standing, or as much of one as a portfolio's row has. */
export interface Climb {
  modes: Pick<Mode, 'id' | 'title'>[];
  stage:
    (Pick<NonNullable<Standing['stage']>, 'confidence' | 'declared'> & { verdict: { mode: string | null } }) | null;
}

/** The rungs from the lowest up. `here` is the verdict's mode, not one wave's figures; none is `here` on the ground. */
export function rungs({ modes, stage }: Climb, locale: Locale): Rung[] {
  const place = placeOf(modes, stage?.verdict.mode ?? null);
  return modes.map((mode, index) => {
    const confidence = stage?.confidence[mode.id] ?? null;
    return {
      mode: mode.id,
      name: capital(modeName(mode, locale), locale),
      meaning: modeMeaning(mode, locale),
      confidence,
      sure: sureness(confidence, index < place, locale),
      here: index === place - 1,
      mandate: stage?.declared.funder === mode.id,
      aim: stage?.declared.network === mode.id,
    };
  });
}

function sureness(confidence: number | null, granted: boolean, locale: Locale): string {
  if (confidence === null) return m.rung_unknown({}, { locale });
  const chance = chanceWords(confidence, locale);
  if (granted)
    return confidence >= 0.5
      ? m.rung_reached({ confidence: confidenceWords(confidence, locale) }, { locale })
      : m.rung_weakening({ chance }, { locale });
  return confidence >= 0.8 ? m.rung_approaching({ chance }, { locale }) : m.rung_not_yet({ chance }, { locale });
}

/** The finding over 'how sure': the rung stood on and the next, each with its confidence. */
export function sureSentence(standing: Standing, locale: Locale): string {
  const steps = rungs(standing, locale);
  const at = steps.findIndex(({ here }) => here);
  const named = [steps[at], steps[at + 1]].filter((rung) => rung !== undefined);
  return named.map(({ name, sure }) => m.sure_rung({ mode: name, sure }, { locale })).join('; ');
}

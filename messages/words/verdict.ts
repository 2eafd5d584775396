import type { Stage } from '@rapport/analytics/analysis';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { modeName, modeNameById, organisationName } from './names.ts';
import { capital, list } from './numbers.ts';
import { suppressionAt } from './suppressions.ts';
import { modeAbove, placeOf, pocketsAhead, type Standing } from './standing.ts';

/** More names than this make no sentence. */
const MOST_NAMED = 5;

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const GRANTED: Record<string, Sentence> = {
  cooperation: m.verdict_granted_cooperation,
  coordination: m.verdict_granted_coordination,
  collaboration: m.verdict_granted_collaboration,
};

const WEAKENING: Record<string, Sentence> = {
  cooperation: m.verdict_weakening_cooperation,
  coordination: m.verdict_weakening_coordination,
  collaboration: m.verdict_weakening_collaboration,
};

const APPROACHING: Record<string, Sentence> = {
  cooperation: m.verdict_approaching_cooperation,
  coordination: m.verdict_approaching_coordination,
  collaboration: m.verdict_approaching_collaboration,
};

/** The finding at the head of dashboard, report and mail: one sentence for each status and mode, whole in itself. */
export function verdictSentence({ stage, modes, release, wave }: Standing, locale: Locale): string {
  if (!stage)
    return suppressionAt(release, `waves[${release.waves.indexOf(wave)}].stage`)
      ? m.verdict_held_back({}, { locale })
      : m.verdict_no_readiness({}, { locale });
  const { mode, status } = stage.verdict;
  const named = (id: string | null, own: Record<string, Sentence>, other: typeof m.verdict_granted_other) =>
    own[id ?? '']?.({}, { locale }) ?? other({ mode: modeNameById(modes, id ?? '', locale) }, { locale });
  switch (status) {
    case 'granted':
      return named(mode, GRANTED, m.verdict_granted_other);
    case 'weakening':
      return named(mode, WEAKENING, m.verdict_weakening_other);
    case 'approaching':
      return named(modeAbove(modes, mode)?.id ?? mode, APPROACHING, m.verdict_approaching_other);
    case 'none':
      return m.verdict_none({}, { locale });
    case 'not-enough-evidence':
      return mode === null
        ? m.verdict_not_enough({}, { locale })
        : m.verdict_not_enough_stands({ mode: capital(modeNameById(modes, mode, locale), locale) }, { locale });
  }
}

/** What the funder asks for beside what is there. Null where no mandate is known. */
export function mandateSentence({ stage, modes }: Standing, locale: Locale): string | null {
  const asked = stage?.declared.funder;
  if (!stage || !asked) return null;
  const mode = modeNameById(modes, asked, locale);
  if (stage.gap.funder === null) return m.gap_funder_unknown({ mode }, { locale });
  if (stage.gap.funder > 0) return m.gap_funder_ahead({ mode, steps: stage.gap.funder }, { locale });
  return stage.gap.funder === 0 ? m.gap_funder_met({ mode }, { locale }) : m.gap_funder_beyond({ mode }, { locale });
}

/** The network's own aim beside what is there. Null where it has declared none. */
export function aimSentence({ stage, modes }: Standing, locale: Locale): string | null {
  const aim = stage?.declared.network;
  if (!stage || !aim) return null;
  const mode = modeNameById(modes, aim, locale);
  if (stage.gap.network === null) return m.gap_network_unknown({ mode }, { locale });
  if (stage.gap.network > 0) return m.gap_network_ahead({ mode, steps: stage.gap.network }, { locale });
  return stage.gap.network === 0 ? m.gap_network_met({ mode }, { locale }) : m.gap_network_beyond({ mode }, { locale });
}

/** Where this wave's own figures and the slower verdict differ, why; null where they agree or can't be compared. */
export function waitingSentence({ stage, modes }: Standing, locale: Locale): string | null {
  if (!stage || stage.verdict.status === 'not-enough-evidence') return null;
  const met = placeOf(modes, stage.mode);
  const granted = placeOf(modes, stage.verdict.mode);
  if (met === granted) return null;
  const higher = met > granted ? stage.mode : stage.verdict.mode;
  const mode = modeNameById(modes, higher ?? '', locale);
  return met > granted ? m.verdict_waits({ mode }, { locale }) : m.verdict_lags({ mode }, { locale });
}

/** The agencies that are further on than the whole: named where this audience may know them, else counted. */
export function pocketSentence(standing: Standing, locale: Locale): string | null {
  const ahead = pocketsAhead(standing);
  if (!ahead) return null;
  const mode = modeName(ahead.mode, locale);
  const { organisations } = standing.release.context;
  const [first] = ahead.pockets;
  if (ahead.count > 1 || !first) return m.pockets_ahead_many({ count: ahead.count, mode }, { locale });
  return first.length <= MOST_NAMED
    ? m.pocket_ahead_named(
        {
          names: list(
            first.map((id) => organisationName(organisations, id)),
            locale,
          ),
          mode,
        },
        { locale },
      )
    : m.pocket_ahead_counted({ count: first.length, mode }, { locale });
}

/** What would change were every cut 5 points lower, or higher: null when neither would or it is not known. */
export function marginSentence(stage: Stage, modes: Standing['modes'], locale: Locale): string {
  const at = placeOf(modes, stage.mode);
  const name = (id: string | null) =>
    id === null ? m.mode_in_sentence_none({}, { locale }) : modeNameById(modes, id, locale);
  const lower = placeOf(modes, stage.modeAt.minus5) !== at;
  const higher = placeOf(modes, stage.modeAt.plus5) !== at;
  const words = { minus: name(stage.modeAt.minus5), plus: name(stage.modeAt.plus5), mode: name(stage.mode) };
  if (lower && higher) return m.margin_both(words, { locale });
  if (lower) return m.margin_lower(words, { locale });
  return higher ? m.margin_higher(words, { locale }) : m.margin_neither(words, { locale });
}

/** Whether the mode would stand, had the agencies without a score all been low. Null where none is silent or no mode is met. */
export function silentSentence({ lowerQuartile: { silent, holds } }: Stage, locale: Locale): string | null {
  if (silent === 0 || holds === null) return null;
  return holds ? m.silent_holds({ count: silent }, { locale }) : m.silent_falls({ count: silent }, { locale });
}

import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { modeBeyondAim, REACH } from './limits.ts';
import { factorName, modeName, modeNameById } from './names.ts';
import { capital } from './numbers.ts';
import { modeAbove, pocketsAhead, type Standing } from './standing.ts';

export interface NextStep {
  /** Mode and factor that it answers, `coordination/trust`, or the status: for keys and tests. */
  key: string;
  title: string;
  body: string;
}

type Words = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const STEPS: Record<string, [title: Words, body: Words]> = {
  'cooperation/trust': [m.next_cooperation_trust_title, m.next_cooperation_trust],
  'cooperation/commitment': [m.next_cooperation_commitment_title, m.next_cooperation_commitment],
  'cooperation/goals': [m.next_cooperation_goals_title, m.next_cooperation_goals],
  'cooperation/reach': [m.next_cooperation_reach_title, m.next_cooperation_reach],
  'coordination/trust': [m.next_coordination_trust_title, m.next_coordination_trust],
  'coordination/commitment': [m.next_coordination_commitment_title, m.next_coordination_commitment],
  'coordination/goals': [m.next_coordination_goals_title, m.next_coordination_goals],
  'coordination/reach': [m.next_coordination_reach_title, m.next_coordination_reach],
  'collaboration/trust': [m.next_collaboration_trust_title, m.next_collaboration_trust],
  'collaboration/commitment': [m.next_collaboration_commitment_title, m.next_collaboration_commitment],
  'collaboration/goals': [m.next_collaboration_goals_title, m.next_collaboration_goals],
  'collaboration/reach': [m.next_collaboration_reach_title, m.next_collaboration_reach],
  'weakening/cooperation': [m.next_weakening_cooperation_title, m.next_weakening_cooperation],
  'weakening/coordination': [m.next_weakening_coordination_title, m.next_weakening_coordination],
  'weakening/collaboration': [m.next_weakening_collaboration_title, m.next_weakening_collaboration],
  top: [m.next_top_title, m.next_top],
  'not-enough-evidence': [m.next_not_enough_title, m.next_not_enough],
};

const written = (key: string, locale: Locale): NextStep | null => {
  const words = STEPS[key];
  return words ? { key, title: words[0]({}, { locale }), body: words[1]({}, { locale }) } : null;
};

/** What to do about `factor` on the way to `mode`: written for it, or in general words for an instrument of one's own. */
function towards(standing: Standing, mode: { id: string }, factor: string, locale: Locale): NextStep {
  const key = `${mode.id}/${factor}`;
  const own = written(key, locale);
  if (own) return own;
  const words = {
    mode: capital(modeNameById(standing.modes, mode.id, locale), locale),
    factor: factorName(standing.instrument, factor, locale),
  };
  return factor === REACH
    ? { key, title: m.next_other_reach_title({}, { locale }), body: m.next_other_reach(words, { locale }) }
    : { key, title: m.next_other_scale_title(words, { locale }), body: m.next_other_scale(words, { locale }) };
}

/**
 * What the network may do next, most urgent first: what the verdict's status asks for, then one step for each factor that
 * limits the next mode, then the pocket that may go ahead. Empty where the instrument gives no readiness.
 */
export function nextSteps(standing: Standing, locale: Locale): NextStep[] {
  const { stage, modes } = standing;
  if (!stage) return [];
  const { mode: granted, status } = stage.verdict;
  if (status === 'not-enough-evidence') return [written(status, locale)].filter((step) => step !== null);
  const steps: NextStep[] = [];
  if (status === 'weakening' && granted !== null) {
    const key = `weakening/${granted}`;
    const mode = capital(modeNameById(modes, granted, locale), locale);
    steps.push(
      written(key, locale) ?? {
        key,
        title: m.next_weakening_other_title({}, { locale }),
        body: m.next_weakening_other({ mode }, { locale }),
      },
    );
  }
  const above = modeAbove(modes, granted);
  if (status === 'approaching' && above) {
    const mode = modeName(above, locale);
    steps.push({
      key: 'approaching',
      title: m.next_approaching_title({ mode }, { locale }),
      body: m.next_approaching({}, { locale }),
    });
  }
  const next = modeAbove(modes, stage.mode);
  if (next) steps.push(...stage.limitedBy.map((factor) => towards(standing, next, factor, locale)));
  else steps.push(...[written('top', locale)].filter((step) => step !== null));
  const ahead = pocketsAhead(standing);
  if (ahead && !steps.some((step) => step.key === `${ahead.mode.id}/${REACH}`))
    steps.push({
      key: 'pocket',
      title: m.next_pocket_title({}, { locale }),
      body: m.next_pocket({ mode: modeName(ahead.mode, locale) }, { locale }),
    });
  return steps;
}

/** The heading of the next steps: where the network is what it wants to be, nothing has to follow. */
export const nextFinding = (standing: Standing, locale: Locale): string =>
  modeBeyondAim(standing) ? m.next_finding_beyond({}, { locale }) : m.lead_next_finding({}, { locale });

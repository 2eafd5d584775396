import type { Locale } from '../compiled/runtime.js';
import { changeSentence, latestChange } from './changes.ts';
import { sureSentence } from './ladder.ts';
import { limitsQuestion, limitSentences, limitsSentence } from './limits.ts';
import { logSentence } from './log.ts';
import { nextSteps } from './next-steps.ts';
import { relationsSentence } from './relations.ts';
import type { Standing } from './standing.ts';
import { timelineSentence } from './timeline.ts';
import { disagreeingTrends, trendNotes, trendSentence } from './trends.ts';
import {
  aimSentence,
  mandateSentence,
  marginSentence,
  pocketSentence,
  silentSentence,
  verdictSentence,
  waitingSentence,
} from './verdict.ts';

/** Every sentence of a report that says what was found: frozen with its figures, the same on page and paper. */
export interface ReportWords {
  verdict: string;
  /** What was asked, what is aimed at, who is further on. */
  lede: string;
  /** `question` is missing where the report was frozen before it was: it was then the same for every network. */
  limits: { question?: string | undefined; finding: string; sentences: string[] };
  next: { title: string; body: string }[];
  /** Null where the instrument gives no readiness. */
  fit: { finding: string; margin: string; timeline: string | null; silent: string | null } | null;
  trend: { finding: string; disagreeing: string[]; notes: string[]; change: string | null };
  ties: string;
  log: string;
}

/** The report's sentences in one language. */
export function reportWords(standing: Standing, locale: Locale): ReportWords {
  const { release, instrument, stage, modes } = standing;
  const change = latestChange(release);
  return {
    verdict: verdictSentence(standing, locale),
    lede: [mandateSentence, aimSentence, pocketSentence, waitingSentence]
      .map((sentence) => sentence(standing, locale))
      .filter((sentence) => sentence !== null)
      .join(' '),
    limits: {
      question: limitsQuestion(standing, locale),
      finding: limitsSentence(standing, locale),
      sentences: limitSentences(standing, locale).map(({ sentence }) => sentence),
    },
    next: nextSteps(standing, locale).map(({ title, body }) => ({ title, body })),
    fit: stage && {
      finding: sureSentence(standing, locale),
      margin: marginSentence(stage, modes, locale),
      timeline: timelineSentence(release, locale),
      silent: silentSentence(stage, locale),
    },
    trend: {
      finding: trendSentence(release, instrument, locale),
      disagreeing: disagreeingTrends(release, instrument, locale),
      notes: trendNotes(release, instrument, locale),
      change: change && changeSentence(release, change, instrument, locale),
    },
    ties: relationsSentence(standing, locale),
    log: logSentence(release, instrument, locale),
  };
}

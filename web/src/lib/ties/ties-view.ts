import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { mainQuestion, watchedLevel } from '@rapport/messages/words/relations';
import { standing as standingOf, type Standing } from '@rapport/messages/words/standing';
import type { TieQuestion } from '@rapport/surveys/instrument';

/** What the page of ties shows, as its address has it: `?wave=2026-Q1&level=2&confirmed=1`; null and false are the usual. */
export interface TiesView {
  question: string | null;
  wave: string | null;
  level: number | null;
  confirmed: boolean;
}

export const tiesViewOf = (parameters: URLSearchParams): TiesView => ({
  question: parameters.get('question'),
  wave: parameters.get('wave'),
  level: parameters.has('level') ? Number(parameters.get('level')) : null,
  confirmed: parameters.get('confirmed') === '1',
});

/** The same as an address's query; `?` alone for the usual, so that a link to it leaves the other query behind. */
export function tiesQuery({ question, wave, level, confirmed }: TiesView): string {
  const parameters = new URLSearchParams();
  if (question !== null) parameters.set('question', question);
  if (wave !== null) parameters.set('wave', wave);
  if (level !== null) parameters.set('level', String(level));
  if (confirmed) parameters.set('confirmed', '1');
  return `?${parameters}`;
}

/** What there is to show: the wave, the question and the level that were asked for, or the usual ones in their place. */
export interface TiesShown {
  standing: Standing;
  /** The questions of the wave of which ratings may be told. */
  questions: TieQuestion[];
  /** Null where the wave has none. */
  question: string | null;
  levels: number[];
  level: number;
}

/** Null before the first wave was closed. */
export function tiesShown(release: ReleasedAnalysis, view: TiesView): TiesShown | null {
  const standing = (view.wave !== null && standingOf(release, view.wave)) || standingOf(release);
  if (!standing) return null;
  const questions = (standing.instrument?.ties ?? []).filter(
    ({ id, visibility }) => visibility === 'agency' && standing.wave.network?.[id],
  );
  const asked = questions.find(({ id }) => id === view.question)?.id;
  const question = asked ?? mainQuestion(standing) ?? questions[0]?.id ?? null;
  const levels = (question === null ? [] : (standing.wave.network?.[question]?.levels ?? [])).map(({ level }) => level);
  const usual = question === null ? null : watchedLevel(standing, question);
  const level = [view.level, usual, levels.at(-1)].find((one) => levels.some((level) => level === one)) ?? 0;
  return { standing, questions, question, levels, level };
}

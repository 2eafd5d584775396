import type { Panel } from '@rapport/surveys/panel';
import type { EventAnalysis } from './analysis.ts';
import type { ScoredWave } from './waves.ts';

/** What was measured around each event of the log. */
export function eventAnalyses(_waves: readonly ScoredWave[], _log: Panel['events']): EventAnalysis[] {
  return [];
}

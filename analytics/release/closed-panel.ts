import type { Panel } from '@rapport/surveys/panel';

/**
 * The panel as it stands for a release: the closed waves and what was said in them. `release` is given the analysis of this
 * panel, so that no trend, change or verdict rests on a wave that still takes answers.
 */
export function closedPanel(panel: Panel, closed: ReadonlySet<string>): Panel {
  const isClosed = ({ wave }: { wave: string }): boolean => closed.has(wave);
  return {
    ...panel,
    waves: panel.waves.filter(isClosed),
    answers: panel.answers.filter(isClosed),
    ties: panel.ties.filter(isClosed),
    texts: panel.texts.filter(isClosed),
  };
}

/** Ids of the waves whose last day is over on `today` (`2026-01-31`, in the network's time zone). */
export const closedBy = (panel: Pick<Panel, 'waves'>, today: string): Set<string> =>
  new Set(panel.waves.filter(({ closes }) => closes < today).map(({ wave }) => wave));

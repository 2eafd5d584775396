import type { WaveAnalysis } from '../analysis.ts';
import type { ScoredWave } from '../waves.ts';
import { scaleView, type View } from './level-view.ts';
import { openAnswers } from './open-answers.ts';
import { receivedMean, receivedRatings } from './received.ts';
import type { Audience, PeopleRate, ReleasedTieQuestion, ReleasedWave } from './released-analysis.ts';
import { stageView } from './stage-view.ts';
import { tieView } from './tie-view.ts';
import type { Panel } from '@rapport/surveys/panel';

export interface WaveSource {
  analysis: WaveAnalysis;
  scored: ScoredWave;
  texts: Panel['texts'];
  audience: Audience;
  named: ReadonlySet<string>;
  rate: (rate: number | null) => PeopleRate;
  /** Where the wave stands in the release, `waves[3]`. */
  path: string;
  seed: string;
}

/** One closed wave as an audience may see it. */
export function waveView(source: WaveSource, view: View): ReleasedWave {
  const { analysis, path, rate } = source;
  const { wave } = analysis;
  const scales: ReleasedWave['scales'] = {};
  for (const [scale, level] of Object.entries(analysis.scales))
    scales[scale] = scaleView(level, { wave, scale, path: `${path}.scales.${scale}` }, view);
  return {
    wave,
    eligible: view.people(analysis.eligible),
    responded: view.people(analysis.responded),
    responseRate: rate(analysis.responseRate),
    organisations: analysis.organisations,
    organisationsHeard: analysis.organisationsHeard,
    scales,
    network: networkView(source, view),
    stage: stageView(analysis.stage, source.scored.instrument, { wave, path: `${path}.stage` }, view),
    texts: textsView(source, view),
  };
}

function networkView(source: WaveSource, view: View): ReleasedWave['network'] {
  const { analysis, scored, audience, named } = source;
  const { held, minimumCell } = view;
  if (analysis.network === null) return null;
  const questions = new Map(scored.instrument.ties.map((tie) => [tie.id, tie]));
  const network: Record<string, ReleasedTieQuestion> = {};
  for (const [id, result] of Object.entries(analysis.network)) {
    const question = questions.get(id);
    const visibility = question?.visibility ?? 'aggregate';
    const path = `${source.path}.network.${id}`;
    const received =
      question === undefined || visibility === 'agency'
        ? []
        : receivedRatings(scored, id).map(({ organisation, byOrganisation }, place) => {
            const { mean, reason } = receivedMean({ byOrganisation }, question, minimumCell);
            if (reason !== null && audience === 'lead' && byOrganisation.length > 0)
              held.never(`${path}.received[${place}].mean`, byOrganisation, reason);
            return { organisation, mean };
          });
    network[id] = tieView(
      result,
      { wave: analysis.wave, question: id, path, instrument: scored.instrument, audience, visibility, named, received },
      view,
    );
  }
  return network;
}

function textsView(source: WaveSource, { held, minimumCell }: View): ReleasedWave['texts'] {
  const questions = (source.scored.instrument.texts ?? []).map(({ id }) => id);
  const answers = openAnswers(source.texts, questions, { minimumCell, seed: source.seed });
  return Object.fromEntries(
    answers.map(({ question, texts, reason }) => {
      const path = `${source.path}.texts.${question}`;
      const written = texts === null || texts.length > 0;
      if (source.audience === 'funder') return [question, written ? held.never(path, question, 'not-for-funders') : []];
      if (reason !== null) held.never(path, question, reason);
      return [question, texts];
    }),
  );
}

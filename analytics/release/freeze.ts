import type { Panel } from '@rapport/surveys/panel';
import { packRatings, unpackRatings, type Frozen, type FrozenWave } from './ledger.ts';
import { fnv1a } from './open-answers.ts';
import type { ReleasedWave } from './released-analysis.ts';
import { mapValues } from './stage-view.ts';
import type { Suppression } from './suppression.ts';

const printOf = (text: string): string => fnv1a(text).toString(36);

/** A released wave as the ledger keeps it: ratings packed, open answers by fingerprint alone. */
export function freezeWave(view: ReleasedWave, held: readonly Suppression[]): Frozen<FrozenWave> {
  return {
    view: {
      ...view,
      network:
        view.network &&
        mapValues(view.network, (question) => ({ ...question, ratings: packRatings(question.ratings) })),
      texts: mapValues(view.texts, (texts) => texts && texts.map(printOf)),
    },
    held: [...held],
  };
}

/** The wave as it went out, with those of its open answers that their writers have not withdrawn since. */
export function thawWave({ view }: Frozen<FrozenWave>, texts: Panel['texts']): ReleasedWave {
  const written = new Map(texts.map(({ text }) => [printOf(text), text]));
  return {
    ...view,
    network:
      view.network &&
      mapValues(view.network, (question) => ({ ...question, ratings: unpackRatings(question.ratings) })),
    texts: mapValues(
      view.texts,
      (prints) =>
        prints &&
        prints.flatMap((print) => {
          const text = written.get(print);
          return text === undefined ? [] : [text];
        }),
    ),
  };
}

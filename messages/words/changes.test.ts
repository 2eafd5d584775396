import type { ReleasedChange } from '@rapport/analytics/release/released-analysis';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { expect, it } from 'vitest';
import { changeIsShown, changeSentence } from './changes.ts';
import { releaseOf, stageOf, waveOf } from './testing.ts';

type Part = ReleasedChange['scales'][string];

function changeOf(means: (number | null)[]): ReleasedChange {
  const scales = ['trust', 'commitment', 'goals'].map((scale, at) => {
    const mean = means[at] ?? null;
    const ci = mean === null ? null : [mean - 2, mean + 2];
    return [scale, { mean, ci, total: null, entry: null, exit: null }] as unknown as [string, Part];
  });
  return { from: 'w1', to: 'w2', scales: Object.fromEntries(scales) } as ReleasedChange;
}

it.each([
  [[3, 0, 0], 'Since Wave 1, among the same people: trust rose by 3 points', true],
  [[0, 0, 0], 'Since Wave 1, nothing moved clearly among the same people', true],
  [[0, null, 0], 'Since Wave 1, nothing that can be shown moved clearly among the same people', true],
  [[null, null, null], 'What moved since Wave 1 among the same people can’t be shown', false],
])('of changes %j it claims no more than is known', (means, sentence, shown) => {
  const release = releaseOf([waveOf('w1', stageOf()), waveOf('w2', stageOf())]);
  expect(changeSentence(release, changeOf(means), pulse1, 'en')).toBe(sentence);
  expect(changeIsShown(changeOf(means))).toBe(shown);
});

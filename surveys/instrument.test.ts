import { describe, expect, test } from 'vitest';
import { instrumentSchema } from './instrument.ts';
import { smallInstrument } from './testing/small-panel.ts';

const text = { en: 'x' };
const item = (changes: object = {}) => ({ id: 't1', scale: 'trust', min: 1, max: 7, text, ...changes });
const tie = (changes: object = {}) => ({ id: 'mode', min: 0, max: 3, text, ...changes });
const mode = (changes: object = {}) => ({ id: 'm', level: 1, scales: { trust: 40 }, reach: 0.5, ...changes });

const faultsOf = (changes: object): string[] => {
  const { success, error } = instrumentSchema.safeParse({ ...smallInstrument(), ...changes });
  return success ? [] : error.issues.map((issue) => issue.path.join('.'));
};

describe('an instrument', () => {
  test('may be as small as one scale and no readiness, and gets its defaults', () => {
    const least = { id: 'x', version: 1, title: text, scales: [], items: [], ties: [tie()] };
    expect(instrumentSchema.parse(least).ties[0]).toMatchObject({ visibility: 'aggregate' });
    expect(
      instrumentSchema.parse({ ...least, scales: [{ id: 'trust', title: text }], items: [item()] }).items[0],
    ).toEqual({
      ...item(),
      reversed: false,
      decimal: false,
    });
  });

  test('keeps what it does not know', () => {
    expect(instrumentSchema.parse({ ...smallInstrument(), licence: 'CC BY' })).toMatchObject({ licence: 'CC BY' });
  });

  test.each([
    ['a version below 1', { version: 0 }, ['version']],
    ['an item of no scale', { items: [item({ scale: 'love' })] }, ['items.0.scale']],
    ['an item twice', { items: [item(), item()] }, ['items.1.id']],
    ['a range upside down', { items: [item({ min: 7, max: 1 })] }, ['items.0.max']],
    ['a range of one point', { items: [item({ min: 1, max: 1 })] }, ['items.0.max']],
    ['a scale twice', { scales: [0, 1].map(() => ({ id: 'trust', title: text })) }, ['scales.1.id']],
    ['a tie question twice', { ties: [tie(), tie()] }, ['ties.1.id']],
    ['a tie asked from nowhere', { ties: [tie({ askedFrom: { tie: 'no', level: 1 } })] }, ['ties.0.askedFrom.tie']],
    ['half a point on a tie', { ties: [tie({ max: 3.5 })] }, ['ties.0.max']],
    ['readiness on no tie question', { readiness: { tie: 'no', modes: [mode()] } }, ['readiness.tie']],
    ['a mode twice', { readiness: { tie: 'mode', modes: [mode(), mode()] } }, ['readiness.1.id']],
    [
      'a cut on no scale',
      { readiness: { tie: 'mode', modes: [mode({ scales: { love: 4 } })] } },
      ['readiness.modes.0.scales.love'],
    ],
    [
      'a level above the question',
      { readiness: { tie: 'mode', modes: [mode({ level: 4 })] } },
      ['readiness.modes.0.level'],
    ],
    ['a text in no language', { title: {} }, ['title']],
  ])('is refused with %s', (_, changes, paths) => {
    expect(faultsOf(changes)).toEqual(paths);
  });
});

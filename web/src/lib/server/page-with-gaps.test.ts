import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cutUp, fill, fillCompressed } from './page-with-gaps.ts';

const STAND_INS = { who: '«who»', what: '{"+what":{}}' };

describe('a page with gaps', () => {
  test.each([
    ['without any', 'Nothing to fill'],
    ['between words', 'Dear «who», héllo «who»: {"+what":{}}.'],
    ['at both ends and side by side', '«who»{"+what":{}}«who»'],
    ['that is nothing else', '«who»'],
    ['empty', ''],
  ])('%s is filled as text would be, compressed or not', (_, text) => {
    for (const who of ['', 'Zoë 🌊', '$&', 'x'.repeat(65_536), 'long '.repeat(40_000)]) {
      const page = cutUp(text.repeat(3), STAND_INS);
      const expected = text
        .repeat(3)
        .replaceAll(STAND_INS.who, () => who)
        .replaceAll(STAND_INS.what, '«who»');
      const fillings = { who, what: '«who»' };
      expect(fill(page, fillings).toString()).toBe(expected);
      expect(gunzipSync(fillCompressed(page, fillings)).toString()).toBe(expected);
    }
  });

  test('is smaller compressed', () => {
    const page = cutUp(`«who» ${'is asked the same as everybody. '.repeat(100)}`, STAND_INS);
    expect(fillCompressed(page, { who: 'Ana' }).length).toBeLessThan(200);
  });

  test('is not given out with a gap that nothing fills', () => {
    const page = cutUp('Dear «who»', STAND_INS);
    expect(() => fill(page, { what: '' })).toThrow('nothing fills the gap "who"');
    expect(() => fillCompressed(page, {})).toThrow('nothing fills the gap "who"');
  });
});

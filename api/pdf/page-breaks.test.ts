import { describe, expect, it } from 'vitest';
import { rowsByPage } from './page-breaks.ts';

const rows = (count: number, height = 20): number[] => Array.from({ length: count }, () => height);

describe('the rows of a table', () => {
  it.each([
    ['stand whole where there is room', rows(5), { here: 100, later: 200, after: 0 }, [5]],
    ['break where the page ends', rows(8), { here: 100, later: 200, after: 0 }, [5, 3]],
    ['leave no lone last row behind', rows(6), { here: 100, later: 200, after: 0 }, [4, 2]],
    ['are not torn when they are few', rows(4), { here: 70, later: 200, after: 0 }, [0, 4]],
    ['leave no lone first row', rows(6), { here: 30, later: 200, after: 0 }, [0, 6]],

    ['take two of them along to what belongs beneath', rows(7), { here: 140, later: 200, after: 30 }, [5, 2]],
    ['may stand alone when they are high', rows(3, 40), { here: 50, later: 200, after: 0 }, [1, 2]],
    ['go on over many pages', rows(21), { here: 100, later: 100, after: 0 }, [5, 5, 5, 4, 2]],
    [
      'have a page alone when they are higher than it',
      [20, 20, 300, 20, 20],
      { here: 100, later: 200, after: 0 },
      [2, 1, 2],
    ],
    ['are none in an empty table', [], { here: 100, later: 200, after: 0 }, []],
  ])('%s', (_, heights, room, pages) => {
    expect(rowsByPage(heights, room)).toEqual(pages);
  });

  it('all get a place, none runs over its page, no page is empty but the first', () => {
    for (let count = 1; count <= 40; count += 1)
      for (const here of [0, 45, 180, 395])
        for (const after of [0, 25, 110]) {
          const heights = rows(count).map((_, at) => 12 + ((at * 37 + count * 11) % 75));
          const later = 200 + ((count * 53) % 200);
          const pages = rowsByPage(heights, { here, later, after });
          let from = 0;
          pages.forEach((taken, page) => {
            const used = heights.slice(from, from + taken).reduce((sum, height) => sum + height, 0);
            const beneath = page === pages.length - 1 ? after : 0;
            expect(used + beneath).toBeLessThanOrEqual(page === 0 ? here : later);
            if (page > 0) expect(taken).toBeGreaterThan(0);
            from += taken;
          });
          expect(from).toBe(count);
        }
  });
});

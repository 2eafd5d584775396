import { expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

it('gives the numbers of sfc32 seeded by SHA-256, as Python computes them', () => {
  const random = seededRandom('harbour');
  expect([random(), random(), random()]).toEqual([0.10502251284196973, 0.8709527854807675, 0.09356581070460379]);
  const other = seededRandom('pelabuhan é');
  expect([other(), other()]).toEqual([0.09827921818941832, 0.23054049047641456]);
});

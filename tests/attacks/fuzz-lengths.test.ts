import { openBench } from '@rapport/api/testing/bench';
import { expect, it } from 'vitest';
import { readDocument, unboundedIn } from './fuzz-document.ts';

it('every string and every list that a request can hold has an end', async () => {
  const bench = await openBench();
  const document = await readDocument(bench);
  await bench.close();
  expect(document.operations.length).toBeGreaterThan(50);
  expect(unboundedIn(document)).toEqual([]);
});

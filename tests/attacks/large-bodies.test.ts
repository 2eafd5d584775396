import { agencies } from '@rapport/api/testing/agencies';
import { openBench, type Bench } from '@rapport/api/testing/bench';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDocument } from './fuzz-document.ts';

let bench: Bench;
let as: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  as = await bench.signIn('all@example.org', { harbour: ['lead', 'custodian'] });
  const mapping = {
    ...{ format: 'rapport-mapping/1', member: { column: 'a', by: 'member' }, wave: { always: '2026-Q4' } },
    columns: { b: { item: 'trust_1' } },
  };
  const saved = await bench.call('/api/networks/harbour/mappings/one', { method: 'PUT', json: mapping, as });
  expect(saved.status).toBe(204);
});
afterAll(() => bench?.close());

const SIZE = 300_000;
/** Each repeated over and over: what makes a reader that looks back, or ahead, look at the same again and again. */
const PARTS = ['[', ']', '"', '""', ',', '\t', ' ', '\n', '\r', 'a@', '{"a":', 'a,b\n', '"a\n', 'Agency,Name,Mail\n'];
/** What is read in one pass takes far less, also where others keep the machine busy; in passes over passes minutes. */
const LONGEST_MS = 20_000;

it('no file of one thing over and over holds the server up', async () => {
  const { operations } = await readDocument(bench);
  const slow: string[] = [];
  let sent = 0;
  for (const { name, method, path, bodies } of operations)
    for (const [type] of bodies.filter(([one]) => !one.includes('json'))) {
      const address = path.replace('{network}', 'harbour').replaceAll(/\{\w+\}/g, 'one');
      for (const part of PARTS) {
        const raw = part.repeat(SIZE / part.length);
        const started = performance.now();
        const { status } = await bench.call(`${address}?dryRun=true&mapping=one`, {
          ...{ method: method.toUpperCase(), as, raw, headers: { 'content-type': type } },
        });
        const ms = Math.round(performance.now() - started);
        sent += 1;
        if (ms > LONGEST_MS || status >= 500)
          slow.push(`${name} ${type} ${JSON.stringify(part)}: ${status} in ${ms} ms`);
      }
    }
  expect(slow).toEqual([]);
  expect(sent).toBeGreaterThan(50);
}, 600_000);

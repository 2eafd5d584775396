import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Panel } from '@rapport/surveys/panel';
import { readPanelFiles } from '@rapport/surveys/panel-files';
import { analyse } from './analyse.ts';

/**
 * Agreement with R and networkx on the open panels, value by value: relative 1e-6 (1e-5 under omega, gCi and p, which are
 * solved iteratively), absolute 1e-9 near 0, arrays of the same length, null where null is expected.
 */
const PANELS = fileURLToPath(new URL('../../shared/panels/', import.meta.url));
const LOOSE = new Set(['omega', 'gCi', 'p']);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const read = (panel: string, file: string): Uint8Array => readFileSync(`${PANELS}${panel}/${file}`);
const expectedOf = (panel: string): Json => JSON.parse(new TextDecoder().decode(read(panel, 'expected.json'))) as Json;

function panelFrom(name: string): Panel {
  const files = readdirSync(`${PANELS}${name}`).filter((file) => file !== 'expected.json');
  const reading = readPanelFiles(new Map(files.map((file) => [file, read(name, file)])));
  if (reading.panel === undefined) throw new Error(`${name}: ${JSON.stringify(reading.faults)}`);
  return reading.panel;
}

/** Paths at which `actual` is not what `expected` says, with both values. */
function differences(expected: Json, actual: Json | undefined, path = '$', tolerance = 1e-6): string[] {
  const miss = [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return miss;
    return expected.flatMap((value, i) => differences(value, actual[i], `${path}[${i}]`, tolerance));
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return miss;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, actual[key], `${path}.${key}`, LOOSE.has(key) ? 1e-5 : tolerance),
    );
  }
  if (typeof expected !== 'number') return actual === expected ? [] : miss;
  if (typeof actual !== 'number') return miss;
  const gap = Math.abs(actual - expected);
  return gap <= 1e-9 || gap <= tolerance * Math.abs(expected) ? [] : miss;
}

describe.runIf(existsSync(PANELS))('the open panels', () => {
  const panels = existsSync(PANELS)
    ? readdirSync(PANELS).filter((name) => existsSync(`${PANELS}${name}/expected.json`))
    : [];

  it.each(panels)('%s agrees with R and networkx', (name) => {
    // Through JSON, as a command prints it.
    const actual = JSON.parse(JSON.stringify(analyse(panelFrom(name)))) as Json;
    expect(differences(expectedOf(name), actual)).toEqual([]);
  });

  it('is a comparison that sees a value off by 2e-6, a null, a missing key and a pocket too many', () => {
    const expected: Json = { se: 1, alpha: null, pockets: [['a', 'b', 'c']], n: 3 };
    const off: Json = { se: 1.000002, alpha: 0, pockets: [['a', 'b', 'c'], ['d']] };
    expect(differences(expected, expected)).toEqual([]);
    expect(differences(expected, off)).toHaveLength(4);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from '@rapport/analytics/analyse';
import { aPanel, anInstrument, dice } from '@rapport/analytics/testing/panel-factory';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import type { Instrument } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { panelToExport } from '@rapport/surveys/panel-export';
import { afterEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../docs/reproduce.R', import.meta.url));
const hasR = spawnSync('Rscript', ['--version']).status === 0;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Paths at which the analysis is not what R says: numbers to 1e-5 of their size (R's optimisers stop there), or 1e-7 near 0. */
function differences(inR: Json, ours: Json | undefined, path = '$'): string[] {
  const miss = [`${path}: R ${JSON.stringify(inR)}, analyse ${JSON.stringify(ours)}`];
  if (inR !== null && typeof inR === 'object') {
    if (ours === null || typeof ours !== 'object' || Array.isArray(inR) !== Array.isArray(ours)) return miss;
    const found: Record<string, Json> = Object.fromEntries(Object.entries(ours));
    if (Array.isArray(inR) && inR.length !== Object.keys(found).length) return miss;
    return Object.entries(inR).flatMap(([key, value]) => differences(value, found[key], `${path}.${key}`));
  }
  if (typeof inR !== 'number' || typeof ours !== 'number') return inR === ours ? [] : miss;
  const gap = Math.abs(inR - ours);
  return gap <= 1e-7 || gap <= 1e-5 * Math.abs(inR) ? [] : miss;
}

const count = (value: Json): number =>
  value !== null && typeof value === 'object' ? Object.values(value).reduce<number>((sum, x) => sum + count(x), 0) : 1;

/** Nine agencies of one to three, four waves; a late joiner, one who leaves, skipped items and waves, one reversed item a scale. */
function aNetwork(instrument: Instrument): Panel {
  const random = dice(20);
  const organisations = Array.from({ length: 9 }, (_, i) => `org-${i + 1}`);
  const members = organisations.flatMap((organisation, o) =>
    Array.from({ length: 1 + (o % 3) }, (_, i) => ({
      member: `${organisation}-${i}`,
      organisation,
      ...(o === 4 && i === 0 ? { joined: '2020-03-01' } : {}),
      ...(o === 5 && i === 1 ? { left: '2020-08-01' } : {}),
    })),
  );
  const answers: Panel['answers'] = [];
  const ties: Panel['ties'] = [];
  members.forEach(({ member, organisation, ...span }, m) => {
    const effect = 2 * random() - 1;
    for (let w = 0; w < 4; w += 1) {
      const absent = (w === 0 && 'joined' in span) || (w === 3 && 'left' in span) || random() < 0.15;
      if (absent) continue;
      const wave = `w${w + 1}`;
      for (const { id, min, max, reversed } of instrument.items) {
        if (random() < 0.08) continue;
        const level = Math.round((min + max) / 2 + effect + 0.3 * w + 2 * random() - 1);
        const value = Math.min(max, Math.max(min, level));
        answers.push({ wave, member, item: id, value: reversed ? min + max - value : value });
      }
      for (const { id, max } of instrument.ties)
        for (const [to, other] of organisations.entries())
          if (other !== organisation && random() < 0.9)
            ties.push({
              wave,
              member,
              organisation: other,
              question: id,
              value: Math.min(max, Math.floor(3 * random() + (to + m) / 20)),
            });
    }
  });
  return aPanel(instrument, 4, {
    organisations,
    members,
    answers,
    ties,
    declarations: [{ from: '2020-02-01', by: 'funder', mode: instrument.readiness?.modes.at(-1)?.id ?? '' }],
  });
}

const item = { min: 1, max: 5 };
const own = anInstrument({
  scales: {
    trust: [{ ...item, facet: 'reliability' }, { ...item, reversed: true }, item, { ...item, facet: 'reliability' }],
    routines: [item, item],
  },
  ties: { work: 3, referrals: 2 },
  readiness: {
    tie: 'work',
    modes: [
      { id: 'first', level: 1, scales: { trust: 45 }, reach: 0.5 },
      { id: 'second', level: 2, scales: { trust: 60, routines: 55 }, reach: 0.4 },
    ],
  },
});

describe.runIf(hasR)('docs/reproduce.R, on an exported panel', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function inR(panel: Panel, instrument?: Instrument): Json {
    folder = mkdtempSync(join(tmpdir(), 'rapport-reproduce-'));
    for (const [file, text] of panelToExport(panel)) writeFileSync(join(folder, file), text);
    const definition = join(folder, 'given.json');
    if (instrument !== undefined) writeFileSync(definition, JSON.stringify(instrument));
    const args = [SCRIPT, folder, ...(instrument === undefined ? [] : [definition])];
    const { stdout, stderr, status } = spawnSync('Rscript', args, { encoding: 'utf8' });
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    return JSON.parse(stdout) as Json;
  }

  it.each([
    ['its own instrument', own, undefined],
    ['the built-in pulse', pulse1, pulse1],
  ])('gives every figure of a network on %s', (_, instrument, given) => {
    const panel = aNetwork(instrument);
    const expected = inR(panel, given);
    expect(count(expected)).toBeGreaterThan(500);
    expect(differences(expected, JSON.parse(JSON.stringify(analyse(panel))) as Json)).toEqual([]);
  });

  it('is compared so that a figure off by 1e-4 is seen', () => {
    expect(differences({ se: [1] }, { se: [1.0001] })).toHaveLength(1);
    expect(differences({ p: null }, { p: 0 })).toHaveLength(1);
  });
});

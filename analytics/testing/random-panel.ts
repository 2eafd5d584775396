import type { Panel } from '@rapport/surveys/panel';
import { aPanel, anInstrument, dice, quarter, type Asked } from './panel-factory.ts';

/**
 * A panel that a seed decides: one to nine organisations, none to three members each, one to five waves, late joiners, leavers,
 * moves between agencies, skipped items and waves, carried ties; some with constant answers, some with none at all.
 */
export function randomPanel(seed: number): Panel {
  const random = dice(seed);
  const upTo = (n: number): number => Math.floor(random() * (n + 1));
  const maybe = (share: number): boolean => random() < share;
  const instrument = anInstrument(randomAsked(upTo, maybe));
  const waves = 1 + upTo(4);
  const organisations = Array.from({ length: 1 + upTo(8) }, (_, i) => ({
    organisation: `o${i + 1}`,
    joined: maybe(0.1) ? quarter(upTo(waves)) : '2019-01-01',
    left: maybe(0.1) ? quarter(1 + upTo(waves)) : null,
  })).map((row) => ({ ...row, left: row.left !== null && row.left > row.joined ? row.left : null }));
  const members: { member: string; organisation: string; joined: string; left: string | null; person?: string }[] = [];
  for (const { organisation, joined, left } of organisations)
    for (let k = upTo(3); k > 0; k -= 1) {
      const member = `${organisation}-${k}`;
      const moves = quarter(1 + upTo(waves));
      const elsewhere = organisations.find((other) => other.organisation !== organisation);
      if (maybe(0.1) && elsewhere !== undefined && moves > joined && (left === null || moves < left)) {
        members.push({ member, organisation, joined, left: moves, person: member });
        members.push({ member: `${member}b`, ...elsewhere, joined: moves, left: null, person: member });
      } else members.push({ member, organisation, joined, left });
    }
  const silent = maybe(0.05);
  const constant = maybe(0.1);
  const skip = random() * 0.5;
  const answers: Panel['answers'] = [];
  const ties: Panel['ties'] = [];
  for (let w = 0; w < waves && !silent; w += 1)
    for (const { member, organisation, joined, left } of members) {
      if (joined > quarter(w) || (left !== null && left <= quarter(w)) || maybe(skip)) continue;
      const wave = `w${w + 1}`;
      for (const { id, min, max, decimal } of instrument.items) {
        if (maybe(skip)) continue;
        const value = constant ? max : decimal ? min + random() * (max - min) : min + upTo(max - min);
        answers.push({ wave, member, item: id, value });
      }
      for (const { id, max } of instrument.ties)
        for (const { organisation: other } of organisations) {
          if (other === organisation || maybe(skip)) continue;
          const carried = maybe(0.2);
          ties.push({ wave, member, organisation: other, question: id, value: constant ? max : upTo(max), carried });
        }
    }
  const declarations =
    maybe(0.5) && instrument.readiness ? [{ from: quarter(0), by: 'funder', mode: 'second' } as const] : [];
  return aPanel(instrument, waves, { organisations, members, answers, ties, declarations });
}

function randomAsked(upTo: (n: number) => number, maybe: (share: number) => boolean): Asked {
  const scales: NonNullable<Asked['scales']> = {};
  for (let s = upTo(3); s > 0; s -= 1) {
    const min = upTo(1);
    const max = min + 1 + upTo(6);
    const decimal = maybe(0.2);
    scales[`s${s}`] = Array.from({ length: 1 + upTo(4) }, () => ({
      min,
      max,
      decimal,
      reversed: maybe(0.3),
      ...(maybe(0.5) ? { facet: `f${upTo(1)}` } : {}),
    }));
  }
  const ties: Record<string, number> = {};
  for (let t = upTo(2); t > 0; t -= 1) ties[`t${t}`] = 1 + upTo(3);
  const cuts = (cut: number) => Object.fromEntries(Object.keys(scales).map((scale) => [scale, cut]));
  const readiness = {
    tie: 't1',
    modes: [
      { id: 'first', level: 1, scales: cuts(30), reach: 0.3 },
      { id: 'second', level: ties.t1, scales: cuts(50), reach: 0.5 },
    ],
  };
  return { scales, ties, ...(ties.t1 !== undefined && maybe(0.7) ? { readiness } : {}) };
}

import { instrumentKey, type Instrument } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A network to make up: how large, how long, how willing to answer. */
export interface MadeUp {
  seed: number;
  instrument: Instrument;
  /** Members of each organisation. */
  sizes: readonly number[];
  waves: number;
  /** Whether a member (by place) answers a wave at all, and each item once it does; 0–1, or decided by a function. */
  answersWave: number | ((member: number, wave: number) => boolean);
  answersItem: number;
  ties: boolean;
  /** Points of the scale that scores rise by each wave, as a share of the range. */
  growth?: number;
}

const opening = (wave: number): string => new Date(Date.UTC(2020, wave * 3, 1)).toISOString().slice(0, 10);
const closing = (wave: number): string => new Date(Date.UTC(2020, wave * 3, 21)).toISOString().slice(0, 10);

/** A panel made up from a seed: members differ, agencies differ, scores rise slowly; every wave is over. */
export function madeUpPanel(options: MadeUp): Panel {
  const random = randomFrom(options.seed);
  const normal = (): number => random() + random() + random() + random() - 2;
  const { instrument, sizes, waves } = options;
  const panel: Panel = {
    network: {
      format: 'rapport-panel/1',
      slug: `made-up-${options.seed}`,
      name: 'Made up',
      timezone: 'UTC',
      locale: 'en',
      minimumCell: 5,
      instrument: instrumentKey(instrument),
    },
    instruments: [instrument],
    organisations: sizes.map((_, o) => ({
      organisation: `o${o}`,
      name: `Agency ${o}`,
      joined: '2019-01-01',
      left: null,
    })),
    members: [],
    waves: Array.from({ length: waves }, (_, w) => ({
      wave: `w${w}`,
      label: `Wave ${w}`,
      opens: opening(w),
      closes: closing(w),
    })),
    answers: [],
    ties: [],
    texts: [],
    events: [],
    event_organisations: [],
    goals: [],
    declarations: [],
  };
  const leaning: number[] = [];
  sizes.forEach((size, o) => {
    const agency = normal() * 0.1;
    for (let m = 0; m < size; m += 1) {
      panel.members.push({
        member: `o${o}-m${m}`,
        organisation: `o${o}`,
        name: null,
        email: null,
        joined: '2019-01-01',
        left: null,
      });
      leaning.push(0.5 + agency + normal() * 0.15);
    }
  });
  const willing = (member: number, wave: number): boolean =>
    typeof options.answersWave === 'function' ? options.answersWave(member, wave) : random() < options.answersWave;
  for (let w = 0; w < waves; w += 1)
    panel.members.forEach(({ member, organisation }, place) => {
      if (!willing(place, w)) return;
      const mood = (leaning[place] ?? 0.5) + normal() * 0.1 + w * (options.growth ?? 0.02);
      for (const item of instrument.items) {
        if (random() >= options.answersItem) continue;
        const share = Math.min(1, Math.max(0, mood + normal() * 0.12));
        const directed = item.reversed ? 1 - share : share;
        const value = item.min + directed * (item.max - item.min);
        panel.answers.push({ wave: `w${w}`, member, item: item.id, value: item.decimal ? value : Math.round(value) });
      }
      if (!options.ties) return;
      for (const other of panel.organisations)
        if (other.organisation !== organisation)
          for (const tie of instrument.ties)
            panel.ties.push({
              wave: `w${w}`,
              member,
              organisation: other.organisation,
              question: tie.id,
              value: Math.min(tie.max, Math.floor(random() * (tie.max + 1.6 + w * 0.1))),
            });
    });
  return panel;
}

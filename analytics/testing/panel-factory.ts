import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import { panelSchema, type Panel } from '@rapport/surveys/panel';

const text = { en: 'text' };

/** What a test wants to ask: scales with their items' ranges, tie questions with their top level, and cut-points. */
export interface Asked {
  id?: string;
  scales?: Record<string, { min: number; max: number; reversed?: boolean; decimal?: boolean; facet?: string }[]>;
  ties?: Record<string, number>;
  readiness?: unknown;
}

/** An instrument whose items are named `<scale>_1`, `<scale>_2`, …. */
export function anInstrument({ id = 'test', scales = {}, ties = {}, readiness }: Asked): Instrument {
  return instrumentSchema.parse({
    id,
    version: 1,
    title: text,
    scales: Object.keys(scales).map((scale) => ({ id: scale, title: text })),
    items: Object.entries(scales).flatMap(([scale, items]) =>
      items.map((item, i) => ({ ...item, id: `${scale}_${i + 1}`, scale, text })),
    ),
    ties: Object.entries(ties).map(([tie, max]) => ({ id: tie, min: 0, max, text })),
    readiness,
  });
}

/** A quarter's first day, counted from 2020-Q1: `quarter(5)` is 2021-04-01. */
export const quarter = (n: number): string =>
  `${2020 + Math.floor(n / 4)}-${String(1 + 3 * (n % 4)).padStart(2, '0')}-01`;

type Rows<T> = (Partial<T> & Record<string, unknown>)[];

/** A panel of these rows, defaults filled in; waves open on the first day of a quarter, one after another. */
export function aPanel(
  instrument: Instrument | Instrument[],
  waves: number,
  rows: {
    organisations: (string | Rows<Panel['organisations'][number]>[number])[];
    members: Rows<Panel['members'][number]>;
    waves?: Record<number, Partial<Panel['waves'][number]>>;
    answers?: Panel['answers'];
    ties?: Panel['ties'];
    declarations?: Rows<Panel['declarations'][number]>;
    events?: Rows<Panel['events'][number]>;
  },
): Panel {
  const instruments = Array.isArray(instrument) ? instrument : [instrument];
  const joined = '2019-01-01';
  return panelSchema.parse({
    network: {
      format: 'rapport-panel/1',
      slug: 'test',
      name: 'Test',
      timezone: 'Etc/UTC',
      locale: 'en',
      instrument: `${instruments[0]?.id}@${instruments[0]?.version}`,
    },
    instruments,
    organisations: rows.organisations.map((row) =>
      typeof row === 'string' ? { organisation: row, name: row, joined } : { name: 'Agency', joined, ...row },
    ),
    members: rows.members.map((row) => ({ joined, ...row })),
    waves: Array.from({ length: waves }, (_, i) => ({
      wave: `w${i + 1}`,
      label: `Wave ${i + 1}`,
      opens: quarter(i),
      closes: quarter(i).replace(/01$/, '14'),
      ...rows.waves?.[i],
    })),
    answers: rows.answers ?? [],
    ties: rows.ties ?? [],
    declarations: rows.declarations ?? [],
    events: rows.events ?? [],
  });
}

/** Numbers in [0, 1) from a whole number (mulberry32): tests that differ only by it. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

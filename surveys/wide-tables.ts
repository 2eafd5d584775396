import type { Instrument } from './instrument.ts';
import { cellText } from './panel-cells.ts';
import type { Panel } from './panel.ts';

/** A variable of a wide table: a question under a name that statistics programs take. */
export interface WideVariable {
  name: string;
  question: string;
  min: number;
  max: number;
  decimal: boolean;
  text: Instrument['items'][number]['text'];
  labels: Instrument['items'][number]['labels'];
}

/** One row for each response or rating, one column for each question; an empty cell is missing. */
export interface WideTable {
  /** Texts that say of what a row is, and a 0/1 for `carried`. */
  keys: string[];
  variables: WideVariable[];
  rows: string[][];
}

/** `responses`: a row for each member and wave that answered an item. `ratings`: one for each agency that they rated. */
export type WideName = 'responses' | 'ratings';

export const WIDE_NAMES = ['responses', 'ratings'] as const satisfies readonly WideName[];

/** The panel's answers as evaluators open them; what has no rows is still there, with its columns. */
export function wideTables(panel: Panel): Record<WideName, WideTable> {
  const names = variableNames(panel.instruments);
  const home = new Map(panel.members.map(({ member, organisation }) => [member, organisation]));
  const items = variables(panel, 'items', names);
  const ties = variables(panel, 'ties', names);
  return {
    responses: {
      keys: ['wave', 'member', 'organisation'],
      variables: items,
      rows: rowsOf(panel.answers, items, ({ wave, member, item, value }) => ({
        about: [wave, member, home.get(member) ?? ''],
        question: item,
        value,
      })),
    },
    ratings: {
      keys: ['wave', 'member', 'organisation', 'rated', 'carried'],
      variables: ties,
      rows: rowsOf(panel.ties, ties, ({ wave, member, organisation, question, value, carried }) => ({
        about: [wave, member, home.get(member) ?? '', organisation, carried ? '1' : '0'],
        question,
        value,
      })),
    },
  };
}

function rowsOf<Row>(
  rows: readonly Row[],
  columns: readonly WideVariable[],
  read: (row: Row) => { about: string[]; question: string; value: number },
): string[][] {
  const byKey = new Map<string, { about: string[]; values: Map<string, number> }>();
  for (const row of rows) {
    const { about, question, value } = read(row);
    const key = JSON.stringify(about);
    const of = byKey.get(key) ?? { about, values: new Map<string, number>() };
    of.values.set(question, value);
    byKey.set(key, of);
  }
  return [...byKey.values()].map(({ about, values }) => [
    ...about,
    ...columns.map(({ question }) => cellText(values.get(question))),
  ]);
}

// A question that several versions ask is one variable; the first version that has it says what it means.
function variables({ instruments }: Panel, kind: 'items' | 'ties', names: ReadonlyMap<string, string>): WideVariable[] {
  const found = new Map<string, WideVariable>();
  for (const instrument of instruments)
    for (const question of instrument[kind]) {
      const { id, min, max, text, labels } = question;
      const decimal = 'decimal' in question && question.decimal === true;
      if (!found.has(id))
        found.set(id, { name: names.get(`${kind} ${id}`) ?? id, question: id, min, max, decimal, text, labels });
    }
  return [...found.values()];
}

const LONGEST_NAME = 60;
const TAKEN = ['wave', 'member', 'organisation', 'rated', 'carried'];
/** Words of SPSS that can't be names. */
const RESERVED = ['all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with'];

/**
 * A name for each item and tie question, by `items <id>` or `ties <id>`: letters, digits and underscores, a letter first, no two
 * alike when case is ignored, as SPSS asks. An id that is such a name keeps it.
 */
export function variableNames(instruments: readonly Instrument[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const kind of ['items', 'ties'] as const) {
    const used = new Set([...TAKEN, ...RESERVED]);
    for (const id of instruments.flatMap((instrument) => instrument[kind].map((question) => question.id))) {
      if (names.has(`${kind} ${id}`)) continue;
      const plain = id.replace(/[^A-Za-z0-9_]+/g, '_').replace(/_+$/, '');
      const stem = (/^[A-Za-z]/.test(plain) ? plain : `q_${plain}`).slice(0, LONGEST_NAME) || 'q';
      let name = stem;
      for (let copy = 2; used.has(name.toLowerCase()); copy += 1) name = `${stem}_${copy}`;
      used.add(name.toLowerCase());
      names.set(`${kind} ${id}`, name);
    }
  }
  return names;
}

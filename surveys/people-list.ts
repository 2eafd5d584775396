import { readCsv } from './csv-table.ts';
import { FaultList } from './faults.ts';
import { looksLikeFormula } from './panel-cells.ts';
import { tableSchemas } from './panel.ts';

/** What can be wrong on a line of a people list; pages word it in their own language. */
export type PeopleFaultCode =
  | 'unreadable'
  | 'too-many'
  | 'agency-missing'
  | 'encoding'
  | 'formula'
  | 'too-long'
  | 'email-wrong'
  | 'email-repeated'
  | 'email-known'
  | 'person-repeated'
  | 'person-known'
  | 'language-wrong';

export type PeopleColumn = 'agency' | 'name' | 'email' | 'language';

export interface PeopleFault {
  /** Line of the text, from 1; null for the text as a whole. */
  row: number | null;
  column: PeopleColumn | null;
  code: PeopleFaultCode;
  /** The cell at fault, or for a repetition the line it repeats. */
  value: string;
}

export interface ListedPerson {
  row: number;
  agency: string;
  /** Null in both for an agency listed alone. */
  name: string | null;
  email: string | null;
  language: string | null;
}

export interface PeopleList {
  people: ListedPerson[];
  faults: PeopleFault[];
  /** Headings of columns that were passed over. */
  ignored: string[];
}

/** At most so many lines are taken at once. */
export const LONGEST_LIST = 5000;
const ORDER: readonly PeopleColumn[] = ['agency', 'name', 'email', 'language'];
const HEADINGS: Record<PeopleColumn, readonly string[]> = {
  agency: ['agency', 'organisation', 'organization', 'lembaga', 'organisasi', 'instansi'],
  name: ['name', 'person', 'nama', 'orang'],
  email: ['email', 'e-mail', 'mail', 'surel', 'alamat surel'],
  language: ['language', 'bahasa'],
};
const LONGEST_NAME = 500;
/** What a decoder puts in place of bytes that are not UTF-8. */
const UNDECODABLE = '\uFFFD';
const COLUMN_FOR_HEADING = new Map(
  ORDER.flatMap((column) => HEADINGS[column].map((heading) => [heading, column] as const)),
);

/**
 * Reads agencies and their people from text as a spreadsheet copies it (tabs) or saves it (commas or semicolons). With headings
 * that it knows, in English or Indonesian, columns may stand in any order; without, they are agency, name, e-mail, language.
 * Every fault is named with its line; lines with one are left out of `people`.
 */
export function readPeopleList(text: string): PeopleList {
  const unreadable = new FaultList();
  const { header, records, lines } = readCsv('people', text, unreadable, () => {}, delimiterOf(text));
  const faults: PeopleFault[] = unreadable
    .list()
    .map(({ row }) => ({ row, column: null, code: 'unreadable', value: '' }));
  const headings = header.map((cell) => COLUMN_FOR_HEADING.get(tidy(cell).toLowerCase()) ?? null);
  const headed = headings.includes('agency');
  const columns: readonly (PeopleColumn | null)[] = headed ? headings : ORDER;
  const rows = headed || header.length === 0 ? records : [header, ...records];
  const places = headed || header.length === 0 ? lines : [firstLineOf(text), ...lines];
  if (rows.length > LONGEST_LIST) {
    faults.push({ row: null, column: null, code: 'too-many', value: String(rows.length) });
    return { people: [], faults, ignored: [] };
  }
  const seen: Seen = { emails: new Map(), persons: new Map() };
  const people = rows.flatMap((record, i) => {
    const cells = cellsOf(record, columns);
    if (Object.values(cells).every((cell) => cell === '')) return [];
    const row = places[i] ?? i + 1;
    const wrong = faultsOf(row, cells, seen);
    faults.push(...wrong);
    const { agency, name, email, language } = cells;
    return wrong.length > 0
      ? []
      : [{ row, agency, name: name || null, email: email || null, language: language || null }];
  });
  const ignored = headed ? header.filter((cell, i) => tidy(cell) !== '' && headings[i] === null).map(tidy) : [];
  return { people, faults: faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)), ignored };
}

interface Seen {
  emails: Map<string, number>;
  persons: Map<string, number>;
}
type Cells = Record<PeopleColumn, string>;

/** The same for two names that differ in case and spaces only. */
export const sameNameKey = (name: string): string => tidy(name).toLocaleLowerCase('en');

const tidy = (cell: string): string => cell.replace(/\s+/g, ' ').trim();

/** The line of the first record: empty lines are none. */
const firstLineOf = (text: string): number => text.split(/\r\n|\n|\r/).findIndex((line) => line !== '') + 1;

function delimiterOf(text: string): string {
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  if (first.includes('\t')) return '\t';
  return first.split(';').length > first.split(',').length ? ';' : ',';
}

function cellsOf(record: readonly string[], columns: readonly (PeopleColumn | null)[]): Cells {
  const cells: Cells = { agency: '', name: '', email: '', language: '' };
  columns.forEach((column, i) => {
    if (column && cells[column] === '') cells[column] = tidy(record[i] ?? '');
  });
  return cells;
}

function faultsOf(row: number, { agency, name, email, language }: Cells, seen: Seen): PeopleFault[] {
  const faults: PeopleFault[] = [];
  const fault = (column: PeopleColumn, code: PeopleFaultCode, value: string) =>
    faults.push({ row, column, code, value: value.slice(0, 80) });
  if (agency === '') fault('agency', 'agency-missing', '');
  for (const [column, cell] of [['agency', agency] as const, ['name', name] as const]) {
    if (cell.includes(UNDECODABLE)) fault(column, 'encoding', cell);
    if (looksLikeFormula(cell)) fault(column, 'formula', cell);
    if (cell.length > LONGEST_NAME) fault(column, 'too-long', cell);
  }
  if (email !== '') {
    const before = seen.emails.get(email.toLowerCase());
    if (!tableSchemas.members.shape.email.safeParse(email).success) fault('email', 'email-wrong', email);
    else if (before !== undefined) fault('email', 'email-repeated', String(before));
    else seen.emails.set(email.toLowerCase(), row);
  } else if (name !== '') {
    // Without an address the name is all that tells two people of one agency apart.
    const key = `${sameNameKey(agency)}\n${sameNameKey(name)}`;
    const before = seen.persons.get(key);
    if (before !== undefined) fault('name', 'person-repeated', String(before));
    else seen.persons.set(key, row);
  }
  if (language !== '' && !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language))
    fault('language', 'language-wrong', language);
  return faults;
}

import type { z } from 'zod';
import type { CsvRecords } from './csv-table.ts';
import type { FaultList } from './faults.ts';
import { cellValue, looksLikeFormula, unguarded } from './panel-cells.ts';
import { tableSchemas, type Panel, type PanelTable } from './panel.ts';
import { tableColumns, type Column } from './table-columns.ts';

type Cells = Record<string, unknown>;

/** The rows of a table that are right in themselves, each with its place in the source. */
export interface LocatedTable<Row> {
  file: string;
  rows: Row[];
  /** Line of the file or position in the array, beside each row. */
  places: number[];
  /** Cells of the rows left out, by id: other tables may refer to them without a second fault. */
  broken: ReadonlyMap<string, Readonly<Cells>>;
  /** False when rows may be missing, so that nothing can be called unknown. */
  complete: boolean;
}

export type LocatedTables = { [T in PanelTable]: LocatedTable<Panel[T][number]> };

export const emptyTable = (file: string, complete: boolean): LocatedTable<never> => ({
  file,
  rows: [],
  places: [],
  broken: new Map(),
  complete,
});

/** Reads typed rows off CSV records; header and cells that are at fault are named. */
export function rowsFromCsv<T extends PanelTable>(
  table: T,
  file: string,
  csv: CsvRecords,
  faults: FaultList,
): LocatedTable<Panel[T][number]> {
  const header = csvHeader(table, file, csv, faults);
  if (!header) return emptyTable(file, false);
  const sheet: Sheet = { table, file, objects: [], places: [], missing: header.missing };
  const torn = new Map<string, Cells>();
  csv.records.forEach((record, i) => {
    const place = csv.lines[i] ?? 0;
    const cells: Cells = {};
    header.columns.forEach((column, position) => {
      const cell = record[position] ?? '';
      if (column) cells[column.name] = cellValue(column, column.guarded ? unguarded(cell) : cell);
    });
    if (record.length === csv.header.length) {
      sheet.objects.push(cells);
      sheet.places.push(place);
      return;
    }
    faults.add(file, place, null, `has ${record.length} cells, the header has ${csv.header.length}`);
    torn.set(String(cells[rowId(table)]), cells);
  });
  const { rows, places, broken } = typedRows<T>(sheet, faults);
  const complete = csv.complete && !header.missing.has(rowId(table));
  return { file, rows, places, broken: new Map([...torn, ...broken]), complete };
}

/** Reads typed rows off the objects of a JSON array; a text is read as its CSV cell would be. */
export function rowsFromJson<T extends PanelTable>(
  table: T,
  file: string,
  rows: unknown,
  faults: FaultList,
): LocatedTable<Panel[T][number]> {
  if (!Array.isArray(rows)) {
    faults.add(file, null, null, 'must be an array of objects');
    return emptyTable(file, false);
  }
  const columns = new Map(tableColumns(table).map((column) => [column.name, column]));
  const sheet: Sheet = { table, file, objects: [], places: [], missing: new Set() };
  rows.forEach((row: unknown, i) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      faults.add(file, i + 1, null, 'must be an object');
      return;
    }
    const cells: Cells = {};
    for (const [name, value] of Object.entries(row)) {
      const column = columns.get(name);
      if (!column) faults.add(file, i + 1, name, 'is not a column of this table');
      else if (typeof value === 'string') cells[name] = cellValue(column, value);
      else if (value !== null || !column.optional) cells[name] = typeof value === 'number' ? value + 0 : value;
    }
    sheet.objects.push(cells);
    sheet.places.push(i + 1);
  });
  return { file, ...typedRows<T>(sheet, faults), complete: sheet.objects.length === rows.length };
}

const rowId = (table: PanelTable): string => tableColumns(table)[0]?.name ?? '';

/** The columns by position, null for one that does not belong, and the names of those that are missing. */
function csvHeader(table: PanelTable, file: string, { header }: CsvRecords, faults: FaultList) {
  const known = new Map(tableColumns(table).map((column) => [column.name, column]));
  if (header.length === 0) {
    faults.add(file, null, null, `is empty; its first line must be ${[...known.keys()].join(',')}`);
    return null;
  }
  if (header.length === 1 && /[;\t]/.test(header[0] ?? '')) {
    faults.add(file, 1, null, 'separates its cells by semicolons or tabs; save it with commas');
    return null;
  }
  const missing = [...known.values()].filter((column) => !column.optional && !header.includes(column.name));
  for (const { name } of missing) faults.add(file, 1, name, 'is missing: the file has no such column');
  const columns = header.map((name, i): Column | null => {
    const column = known.get(name) ?? null;
    const again = header.indexOf(name) < i;
    if (again) faults.add(file, 1, name, 'is there twice');
    else if (!column) faults.add(file, 1, name || `column ${i + 1}`, 'is not a column of this table');
    return again ? null : column;
  });
  return { columns, missing: new Set(missing.map((column) => column.name)) };
}

interface Sheet {
  table: PanelTable;
  file: string;
  objects: Cells[];
  places: number[];
  /** Columns already named as missing: their empty cells are no further faults. */
  missing: ReadonlySet<string>;
}

function typedRows<T extends PanelTable>(
  { table, file, objects, places, missing }: Sheet,
  faults: FaultList,
): Pick<LocatedTable<Panel[T][number]>, 'rows' | 'places' | 'broken'> {
  const kinds = new Map(tableColumns(table).map((column) => [column.name, column]));
  const id = rowId(table);
  // A table's schema yields that table's row: TypeScript can't follow the index, `tableSchemas` and Panel share it.
  const schema = tableSchemas[table] as unknown as z.ZodType<Panel[T][number]>;
  const rows: Panel[T][number][] = [];
  const good: number[] = [];
  const broken = new Map<string, Cells>();
  objects.forEach((cells, i) => {
    const place = places[i] ?? 0;
    checkNames(table, cells, (column, message) => faults.add(file, place, column, message));
    const parsed = schema.safeParse(cells);
    if (parsed.success) {
      rows.push(parsed.data);
      good.push(place);
      return;
    }
    const named = cells[id];
    if (typeof named === 'string') broken.set(named, cells);
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '');
      if (!missing.has(name)) faults.add(file, place, name, cellFault(kinds.get(name), cells[name], issue));
    }
  });
  return { rows, places: good, broken };
}

/** Columns that name something on pages and in spreadsheets. */
const NAMES: Partial<Record<PanelTable, string>> = {
  organisations: 'name',
  members: 'name',
  waves: 'label',
  events: 'title',
};

/** Names must not begin as a formula does: a spreadsheet would run them. */
export function checkNames(
  table: PanelTable,
  cells: Readonly<Cells>,
  fault: (column: string, message: string) => void,
): void {
  const column = NAMES[table];
  const name = column && cells[column];
  if (!column || typeof name !== 'string' || !looksLikeFormula(name)) return;
  fault(column, `is ${JSON.stringify(name)}: a name must not begin with = + - @ or a tab, as a formula does`);
}

function cellFault(column: Column | undefined, value: unknown, issue: z.core.$ZodIssue): string {
  if (value === null || value === undefined || value === '') return 'is empty';
  const shown = JSON.stringify(typeof value === 'string' && value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (issue.code === 'too_big' && typeof value === 'string') return `is longer than ${issue.maximum} characters`;
  if (column?.choices) return `is ${shown}, not one of ${column.choices.join(', ')}`;
  if (column?.kind === 'date') return `is ${shown}, not a date such as 2026-01-31`;
  if (column?.kind === 'boolean') return `is ${shown}, neither true nor false`;
  if (column?.kind === 'integer') return `is ${shown}, not a whole number`;
  if (column?.kind === 'number') return `is ${shown}, not a number; decimals have a point, missing is an empty cell`;
  if (column?.name === 'email') return `is ${shown}, not an e-mail address`;
  return typeof value === 'string' ? `is ${shown}: ${issue.message}` : `is ${shown}, not a text`;
}

import { stringify } from 'csv-stringify/sync';
import { decodeUtf8, readCsv } from './csv-table.ts';
import { FaultList } from './faults.ts';
import { instrumentKey, type Instrument } from './instrument.ts';
import { builtInInstrument } from './instruments/built-in.ts';
import { jsonLines, parseJson } from './json-text.ts';
import { assemblePanel, type Document, type PanelReading } from './panel-assembly.ts';
import { cellText, guarded } from './panel-cells.ts';
import type { Progress } from './panel-index.ts';
import type { Network, Panel, PanelTable, Wave } from './panel.ts';
import { OPTIONAL_TABLES, PANEL_TABLES, tableColumns } from './table-columns.ts';
import { emptyTable, rowsFromCsv, rowsFromJson, type LocatedTables } from './table-rows.ts';

/**
 * Reads a panel from the files of its folder (contract.md, section 1), names to bytes. Faults are collected over all
 * files, `row` being the line that an editor shows; with any fault there is no panel.
 */
export function readPanelFiles(files: ReadonlyMap<string, Uint8Array>, progress: Progress = () => {}): PanelReading {
  const faults = new FaultList();
  const total = PANEL_TABLES.reduce((sum, table) => sum + (files.get(`${table}.csv`)?.length ?? 0), 0);
  let done = 0;
  const json = (file: string): Document | undefined => {
    const bytes = files.get(file);
    if (!bytes) return undefined;
    const text = decodeUtf8(file, bytes, faults);
    return { file, data: text === null ? undefined : parseJson(file, text, faults) };
  };
  const read = (table: PanelTable) => {
    const file = `${table}.csv`;
    const bytes = files.get(file);
    if (!bytes) {
      if (!OPTIONAL_TABLES.has(table)) faults.add(file, null, null, 'is missing');
      return emptyTable(file, OPTIONAL_TABLES.has(table));
    }
    const text = decodeUtf8(file, bytes, faults);
    if (text === null) return emptyTable(file, false);
    const csv = readCsv(file, text, faults, (share) => progress(done + share * bytes.length, total, file));
    const rows = rowsFromCsv(table, file, csv, faults);
    done += bytes.length;
    progress(done, total, file);
    return rows;
  };
  if (!files.has('network.json')) faults.add('network.json', null, null, 'is missing');
  const network = json('network.json');
  // Each table is read by its own schema, so that the record has for every name the rows of that name.
  const tables = Object.fromEntries(PANEL_TABLES.map((table) => [table, read(table)])) as unknown as LocatedTables;
  const beside = instrumentFiles(files.keys(), network?.data, tables.waves.rows);
  const instruments = beside.flatMap((file) => json(file) ?? []);
  const panel = assemblePanel({ network, instruments, tables }, faults, progress);
  if (!panel) return { faults: faults.list() };
  const known = new Set([...beside, 'network.json', ...PANEL_TABLES.map((table) => `${table}.csv`), ...EXPORT_ONLY]);
  return { panel, ignored: [...files.keys()].filter((file) => !known.has(file)) };
}

/** Files that an export adds for other programs; they hold nothing that the panel does not. */
const EXPORT_ONLY = [
  'datapackage.json',
  'codebook.csv',
  'panel.R',
  ...['responses', 'ratings'].flatMap((name) => [`${name}.csv`, `${name}.sps`]),
];

/** `instrument.json` and its like, and whatever JSON file the network or a wave names. */
function instrumentFiles(names: Iterable<string>, network: unknown, waves: readonly Wave[]): string[] {
  const named = new Set<unknown>(waves.map((wave) => wave.instrument));
  if (typeof network === 'object' && network !== null && 'instrument' in network) named.add(network.instrument);
  return [...names]
    .filter((name) => /^instrument.*\.json$/.test(name) || (name.endsWith('.json') && named.has(name)))
    .sort();
}

/** Reads a panel from the text of its one JSON document; `row` counts a table's objects from 1. */
export function readPanelJson(text: string, progress: Progress = () => {}): PanelReading {
  const faults = new FaultList();
  const document = parseJson(PANEL_JSON, text, faults);
  if (document === undefined) return { faults: faults.list() };
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    faults.add(PANEL_JSON, null, null, 'must be an object');
    return { faults: faults.list() };
  }
  const parts = new Map<string, unknown>(Object.entries(document));
  const names = new Set<string>(['network', 'instrument', 'instruments', ...PANEL_TABLES]);
  for (const name of parts.keys())
    if (!names.has(name)) faults.add(PANEL_JSON, null, name, 'is not part of the format');
  if (!parts.has('network')) faults.add(PANEL_JSON, null, 'network', 'is missing');
  const read = (table: PanelTable, i: number) => {
    const rows = parts.get(table);
    const required = !OPTIONAL_TABLES.has(table) && table !== 'events' && table !== 'declarations';
    if (rows === undefined && required) faults.add(PANEL_JSON, null, table, 'is missing');
    progress(i, PANEL_TABLES.length, table);
    const place = `${PANEL_JSON}/${table}`;
    return rows === undefined ? emptyTable(place, !required) : rowsFromJson(table, place, rows, faults);
  };
  // As in `readPanelFiles`: every name's rows are read by that name's schema.
  const tables = Object.fromEntries(
    PANEL_TABLES.map((table, i) => [table, read(table, i)]),
  ) as unknown as LocatedTables;
  const network = parts.has('network') ? { file: `${PANEL_JSON}/network`, data: parts.get('network') } : undefined;
  const panel = assemblePanel({ network, instruments: instrumentsIn(parts), tables }, faults, progress);
  return panel ? { panel, ignored: [] } : { faults: faults.list() };
}

const PANEL_JSON = 'panel.json';

function instrumentsIn(parts: ReadonlyMap<string, unknown>): Document[] {
  const several = parts.get('instruments');
  const all: unknown[] = [
    ...(parts.has('instrument') ? [parts.get('instrument')] : []),
    ...(Array.isArray(several) ? several : []),
  ];
  return all.map((data, i) => ({ file: instrumentFile(i), data }));
}

const instrumentFile = (position: number): string =>
  position === 0 ? 'instrument.json' : `instrument-${position + 1}.json`;

/** Instruments that must stand beside the panel, by key, with the file that holds each. */
function instrumentsBeside(panel: Panel): Map<string, { file: string; instrument: Instrument }> {
  return new Map(
    panel.instruments.flatMap((instrument, i) => {
      const key = instrumentKey(instrument);
      return builtInInstrument(key) ? [] : [[key, { file: instrumentFile(i), instrument }] as const];
    }),
  );
}

/** The panel as the files of its folder, names to text; optional files and columns only where they hold something. */
export function panelToFiles(panel: Panel): Map<string, string> {
  const beside = instrumentsBeside(panel);
  const reference = (key: string): string => beside.get(key)?.file ?? key;
  const network: Network = { ...panel.network, instrument: reference(panel.network.instrument) };
  const files = new Map([['network.json', `${JSON.stringify(network, null, 2)}\n`]]);
  for (const { file, instrument } of beside.values()) files.set(file, `${JSON.stringify(instrument, null, 2)}\n`);
  for (const table of PANEL_TABLES) {
    const rows: Record<string, unknown>[] = panel[table];
    if (rows.length === 0 && OPTIONAL_TABLES.has(table)) continue;
    const columns = usedColumns(table, rows);
    const cells = rows.map((row) =>
      columns.map(({ name, guarded: guards }) => {
        const value = row[name];
        const text = cellText(typeof value === 'object' ? null : (value as string | number | boolean | undefined));
        return name === 'instrument' && text ? reference(text) : guards ? guarded(text) : text;
      }),
    );
    files.set(`${table}.csv`, csvText([columns.map((column) => column.name), ...cells]));
  }
  return files;
}

/** The columns that a table is written with: all that must be there, and the others that hold something. */
export const usedColumns = (table: PanelTable, rows: readonly Record<string, unknown>[]) =>
  tableColumns(table).filter(({ name, optional }) => !optional || rows.some((row) => row[name] !== undefined));

/** RFC 4180 text with line feeds. */
export const csvText = (cells: string[][]): string => stringify(cells);

/** The panel as one JSON document; instruments that are built in are named by their key alone. */
export function panelToJson(panel: Panel): string {
  const beside = [...instrumentsBeside(panel).values()].map(({ instrument }) => instrument);
  const alone = panel.instruments.length === 1 ? beside[0] : undefined;
  return jsonLines({
    network: panel.network,
    ...(alone ? { instrument: alone } : beside.length > 0 ? { instruments: beside } : {}),
    ...Object.fromEntries(
      PANEL_TABLES.filter((table) => panel[table].length > 0 || !OPTIONAL_TABLES.has(table)).map((table) => [
        table,
        panel[table],
      ]),
    ),
  });
}

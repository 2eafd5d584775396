import { FaultList } from './faults.ts';
import { instrumentKey, type Instrument } from './instrument.ts';
import { checkRatings } from './panel-check-answers.ts';
import { builtInInstrument } from './instruments/built-in.ts';
import { byId, unknownId, type Progress } from './panel-index.ts';
import type { Fault, Panel, PanelTable } from './panel.ts';
import { PANEL_TABLES, TABLE_KEYS } from './table-columns.ts';
import { checkNames, type LocatedTable, type LocatedTables } from './table-rows.ts';

/**
 * Whether the rows of a panel agree with each other (contract.md, section 1). `file` is the table's name, `row` the
 * position from 1. At most 100 faults, then one more that counts the rest; [] when there is none.
 */
export function checkPanel(panel: Panel): Fault[] {
  const faults = new FaultList();
  const tables = {} as Record<PanelTable, unknown>;
  for (const table of PANEL_TABLES) {
    const rows: Panel[PanelTable][number][] = panel[table];
    rows.forEach((row, i) => checkNames(table, row, (column, message) => faults.add(table, i + 1, column, message)));
    const places = rows.map((_, i) => i + 1);
    tables[table] = { file: table, rows, places, broken: new Map(), complete: true };
  }
  const instruments = new Map(panel.instruments.map((it) => [instrumentKey(it), it]));
  if (!instruments.has(panel.network.instrument))
    faults.add('network', null, 'instrument', unknownId(panel.network.instrument, 'instruments'));
  panel.waves.forEach(({ instrument }, i) => {
    if (instrument !== undefined && !instruments.has(instrument))
      faults.add('waves', i + 1, 'instrument', unknownId(instrument, 'instruments'));
  });
  checkBuiltIn(panel.instruments, 'instruments', faults);
  // Filled above for every table with that table's own rows.
  checkTables(tables as LocatedTables, panel.network.instrument, instruments, faults);
  return faults.list();
}

/** A built-in key must mean the built-in instrument: a used version never changes. */
export function checkBuiltIn(instruments: readonly Instrument[], file: string, faults: FaultList): void {
  for (const instrument of instruments) {
    const key = instrumentKey(instrument);
    const ours = builtInInstrument(key);
    if (ours && !sameData(ours, instrument))
      faults.add(file, null, 'version', `${key} is built in and reads otherwise; give yours another id or version`);
  }
}

function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = new Map(Object.entries(a).filter(([, value]) => value !== undefined));
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return (
    left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameData(value, right.get(key)))
  );
}

/** Adds every disagreement between the tables to `faults`; ids of broken rows and of incomplete tables are trusted. */
export function checkTables(
  tables: LocatedTables,
  networkInstrument: string | null,
  instruments: ReadonlyMap<string, Instrument>,
  faults: FaultList,
  progress: Progress = () => {},
): void {
  for (const table of PANEL_TABLES) checkKeys(tables[table], TABLE_KEYS[table], faults);
  const organisations = byId(tables.organisations, 'organisation');
  const members = byId(tables.members, 'member');
  const waves = byId(tables.waves, 'wave');
  const events = byId(tables.events, 'event');

  eachRow(tables.organisations, (row, fault) => orderOf(row.joined, row.left, 'left', 'joined', fault));
  eachRow(tables.members, (row, fault) => {
    orderOf(row.joined, row.left, 'left', 'joined', fault);
    if (organisations.get(row.organisation) === undefined)
      fault('organisation', unknownId(row.organisation, 'organisations'));
  });
  checkWaves(tables.waves, faults);
  eachRow(tables.events, (row, fault) => orderOf(row.starts, row.ends, 'ends', 'starts', fault));
  eachRow(tables.event_organisations, (row, fault) => {
    if (events.get(row.event) === undefined) fault('event', unknownId(row.event, 'events'));
    if (organisations.get(row.organisation) === undefined)
      fault('organisation', unknownId(row.organisation, 'organisations'));
  });
  const modes = new Set([...instruments.values()].flatMap((it) => it.readiness?.modes.map((mode) => mode.id) ?? []));
  eachRow(tables.declarations, (row, fault) => {
    if (modes.size > 0 && !modes.has(row.mode)) fault('mode', `is "${row.mode}", not one of ${[...modes].join(', ')}`);
  });
  checkRatings({ tables, organisations, members, waves, networkInstrument, instruments }, faults, progress);

  function eachRow<Row>(
    table: LocatedTable<Row>,
    check: (row: Row, fault: (column: string, message: string) => void) => void,
  ) {
    table.rows.forEach((row, i) =>
      check(row, (column, message) => faults.add(table.file, table.places[i] ?? null, column, message)),
    );
  }
}

function checkKeys(
  { file, rows, places }: LocatedTable<Panel[PanelTable][number]>,
  keys: readonly string[],
  faults: FaultList,
): void {
  const seen = new Map<string, number>();
  rows.forEach((row, i) => {
    const cells: Record<string, unknown> = row;
    const key = keys.map((name) => cells[name]).join('\u0000');
    const place = places[i] ?? 0;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    else faults.add(file, place, keys.at(-1) ?? null, `repeats row ${first}: the same ${keys.join(', ')}`);
  });
}

function orderOf(
  first: string,
  last: string | null,
  column: string,
  before: string,
  fault: (column: string, message: string) => void,
): void {
  if (last !== null && last < first) fault(column, `is ${last}, before ${before} (${first})`);
}

function checkWaves({ file, rows, places }: LocatedTables['waves'], faults: FaultList): void {
  const order = rows.map((row, i) => ({ ...row, place: places[i] ?? 0 })).sort((a, b) => (a.opens < b.opens ? -1 : 1));
  let latest: (typeof order)[number] | null = null;
  for (const wave of order) {
    if (wave.closes < wave.opens)
      faults.add(file, wave.place, 'closes', `is ${wave.closes}, before the wave opens (${wave.opens})`);
    if (latest && latest.wave !== wave.wave && wave.opens <= latest.closes)
      faults.add(file, wave.place, 'opens', `is ${wave.opens}, while "${latest.wave}" is open until ${latest.closes}`);
    if (!latest || wave.closes > latest.closes) latest = wave;
  }
}

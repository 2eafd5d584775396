import type { z } from 'zod';
import type { FaultList } from './faults.ts';
import { instrumentKey, instrumentSchema, type Instrument } from './instrument.ts';
import { builtInInstrument } from './instruments/built-in.ts';
import { checkBuiltIn, checkTables } from './panel-check.ts';
import type { Progress } from './panel-index.ts';
import { networkSchema, type Fault, type Network, type Panel } from './panel.ts';
import type { LocatedTables } from './table-rows.ts';

/** A whole panel, or what keeps it from being one; never both. `ignored` names files that are no part of a panel. */
export type PanelReading =
  { panel: Panel; ignored: string[]; faults?: undefined } | { panel?: undefined; faults: Fault[] };

/** Parsed JSON with the name that faults and references call it by; no data where that was named as a fault already. */
export interface Document {
  file: string;
  data: unknown;
}

/** What was read from a source, before its parts are held against each other. */
export interface PanelParts {
  /** Undefined when it is missing and already named as such. */
  network: Document | undefined;
  /** Instruments beside the panel, the network's own first; found by file name or by key. */
  instruments: Document[];
  tables: LocatedTables;
}

/** Puts the parts together and checks them; the panel is given only when nothing at all is at fault. */
export function assemblePanel(parts: PanelParts, faults: FaultList, progress: Progress): Panel | null {
  const network = parts.network && readNetwork(parts.network, faults);
  const used = new Map<string, Instrument>();
  const find = instrumentFinder(parts.instruments, faults);
  const keyOf = (reference: string, file: string, row: number | null): string | null => {
    const found = find(reference);
    if (found === 'nowhere') missingInstrument(reference, file, row, faults);
    if (found === 'nowhere' || found === 'broken') return null;
    const key = instrumentKey(found);
    used.set(key, found);
    return key;
  };

  const networkKey = network && parts.network ? keyOf(network.instrument, parts.network.file, null) : null;
  const { waves } = parts.tables;
  const rows = waves.rows.map((wave, i) => {
    if (wave.instrument === undefined) return wave;
    const key = keyOf(wave.instrument, waves.file, waves.places[i] ?? null);
    return { ...wave, instrument: key ?? wave.instrument };
  });
  const tables: LocatedTables = { ...parts.tables, waves: { ...waves, rows } };
  checkBuiltIn([...used.values()], 'instrument.json', faults);
  checkTables(tables, networkKey, used, faults, progress);
  if (!network || networkKey === null || faults.total > 0) return null;
  return {
    network: { ...network, instrument: networkKey },
    instruments: [...used.values()],
    organisations: tables.organisations.rows,
    members: tables.members.rows,
    waves: rows.sort((a, b) => (a.opens < b.opens ? -1 : 1)),
    answers: tables.answers.rows,
    ties: tables.ties.rows,
    texts: tables.texts.rows,
    events: tables.events.rows,
    event_organisations: tables.event_organisations.rows,
    goals: tables.goals.rows,
    declarations: tables.declarations.rows,
  };
}

function missingInstrument(reference: string, file: string, row: number | null, faults: FaultList): void {
  if (reference.endsWith('.json')) faults.add(reference, null, null, `is missing: ${file} names it`);
  else faults.add(file, row, 'instrument', `is "${reference}", neither built in nor beside the panel`);
}

function readNetwork({ file, data }: Document, faults: FaultList): Network | null {
  if (data === undefined) return null;
  const parsed = networkSchema.strict().safeParse(data);
  if (parsed.success) return parsed.data;
  documentFaults(file, parsed.error, faults);
  return null;
}

/** One fault per place in a JSON document; `column` is the path to it, `items.3.max`. */
function documentFaults(file: string, error: z.ZodError, faults: FaultList): void {
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [''];
    for (const name of names) {
      const path = [...issue.path, name].filter((part) => part !== '').join('.');
      const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
      const message = name ? 'is not part of the format' : missing ? 'is missing' : issue.message;
      faults.add(file, null, path || null, message);
    }
  }
}

/** Finds an instrument by file name or key; each document is judged once, when first asked for. */
function instrumentFinder(documents: Document[], faults: FaultList) {
  const judged = new Map<Document, Instrument | 'broken'>();
  const judge = (document: Document): Instrument | 'broken' => {
    const before = judged.get(document);
    if (before) return before;
    const parsed = instrumentSchema.safeParse(document.data);
    if (!parsed.success && document.data !== undefined) documentFaults(document.file, parsed.error, faults);
    const found = parsed.data ?? 'broken';
    judged.set(document, found);
    return found;
  };
  return (reference: string): Instrument | 'broken' | 'nowhere' => {
    const named = documents.find(({ file, data }) => file === reference || rawKey(data) === reference);
    return named ? judge(named) : (builtInInstrument(reference) ?? 'nowhere');
  };
}

function rawKey(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('id' in data) || !('version' in data)) return null;
  return `${String(data.id)}@${String(data.version)}`;
}

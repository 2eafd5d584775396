import type { z } from 'zod';
import { tableSchemas, type PanelTable } from './panel.ts';

/**
 * A column of a panel's table. `optional`: the column itself may be left out. `nullable`: its cell may be empty.
 * `guarded`: a text in which a spreadsheet must see no formula (see panel-cells.ts); names, which may not begin as one does
 * (`checkNames`), need none.
 */
export interface Column {
  name: string;
  kind: 'text' | 'date' | 'number' | 'integer' | 'boolean';
  optional: boolean;
  nullable: boolean;
  choices: string[] | null;
  guarded: boolean;
}

/** Every table of a panel, in the order in which people should read it. */
export const PANEL_TABLES = [
  'organisations',
  'members',
  'waves',
  'answers',
  'ties',
  'texts',
  'events',
  'event_organisations',
  'goals',
  'declarations',
] as const satisfies readonly PanelTable[];

/** Files that a folder may leave out (contract.md, section 1: in italics). */
export const OPTIONAL_TABLES: ReadonlySet<PanelTable> = new Set(['texts', 'event_organisations', 'goals']);

/** The columns whose values together name a row; [] where rows may be alike only in part (see `goals`). */
export const TABLE_KEYS: Record<PanelTable, string[]> = {
  organisations: ['organisation'],
  members: ['member'],
  waves: ['wave'],
  answers: ['wave', 'member', 'item'],
  ties: ['wave', 'member', 'organisation', 'question'],
  texts: ['wave', 'member', 'question'],
  events: ['event'],
  event_organisations: ['event', 'organisation'],
  goals: ['from', 'text'],
  declarations: ['from', 'by'],
};

const NAMES = new Set(['name', 'label', 'title']);

function column(name: string, schema: z.ZodType): Column {
  let optional = false;
  let nullable = false;
  // z.ZodType hides the inner type of wrappers; `def` has it wherever the type is one of these three.
  let def = schema._zod.def as {
    type: string;
    innerType?: z.ZodType;
    format?: string;
    entries?: object;
    checks?: unknown;
  };
  while ((def.type === 'optional' || def.type === 'nullable' || def.type === 'default') && def.innerType) {
    optional ||= def.type === 'optional';
    nullable ||= def.type === 'nullable';
    def = def.innerType._zod.def as typeof def;
  }
  const kind: Column['kind'] =
    def.type === 'boolean'
      ? 'boolean'
      : def.type === 'number'
        ? def.format === 'safeint'
          ? 'integer'
          : 'number'
        : def.format === 'date'
          ? 'date'
          : 'text';
  const choices = def.type === 'enum' && def.entries ? Object.values(def.entries).map(String) : null;
  return { name, kind, optional, nullable, choices, guarded: kind === 'text' && !NAMES.has(name) };
}

const columns = new Map<PanelTable, Column[]>(
  PANEL_TABLES.map((table) => [
    table,
    Object.entries<z.ZodType>(tableSchemas[table].shape).map(([name, schema]) => column(name, schema)),
  ]),
);

/** The columns of a table in the order of contract.md, read off its zod schema. */
export const tableColumns = (table: PanelTable): Column[] => columns.get(table) ?? [];

import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { AnyColumn } from './columns.ts';
import type { Db } from './open.ts';
import { keyColumns, sqlName, tableNames } from './table-shape.ts';

/** A row that still speaks of somebody: its table, its key, and the columns in which. */
export interface Trace {
  table: string;
  key: string;
  columns: string[];
}

/** Shorter words stand in other words. */
const SHORTEST = 4;

/**
 * Every row of every table in which one of `words` stands (a name, an address), in any case of its letters; words of fewer
 * than four characters are not looked for.
 */
export async function findTraces(db: Db, words: readonly string[]): Promise<Trace[]> {
  const wanted = words.filter((word) => word.length >= SHORTEST);
  const traces: Trace[] = [];
  if (wanted.length === 0) return traces;
  for (const name of tableNames) {
    const table = db.tables[name];
    const texts = Object.entries<AnyColumn>(getTableColumns(table)).filter(([, column]) => isText(column));
    const keys = keyColumns(db, name);
    for (const [key, column] of texts) {
      const found = await db
        .select(Object.fromEntries(keys.map((part) => [part.key, part.column])))
        .from(table)
        .where(
          sql.join(
            wanted.map((word) => holds(column, word)),
            sql` or `,
          ),
        );
      for (const row of found) add(traces, sqlName(name), keys.map((part) => String(row[part.key])).join(' '), key);
    }
  }
  return traces;
}

function add(traces: Trace[], table: string, key: string, column: string): void {
  const known = traces.find((trace) => trace.table === table && trace.key === key);
  if (known) known.columns.push(column);
  else traces.push({ table, key, columns: [column] });
}

const isText = ({ dataType }: AnyColumn): boolean => dataType === 'string' || dataType === 'json';

// In JSON a letter beyond ASCII stands for itself, a quote after a backslash: names with quotes are found by their parts.
function holds(column: AnyColumn, word: string): SQL {
  const pattern = `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`lower(cast(${column} as text)) like ${pattern} escape '\\'`;
}

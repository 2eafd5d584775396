import type { Columns } from './columns.ts';
import { accountTables } from './tables/accounts.ts';
import { collectionTables } from './tables/collection.ts';
import { outcomeTables } from './tables/outcomes.ts';
import { panelTables } from './tables/panel.ts';

/**
 * Every table, once, over a set of column makers. Keys are the natural ones with the network first; what a lead orders
 * keeps a `position`, so that a panel comes out as it went in.
 */
export function defineTables(columns: Columns) {
  const panel = panelTables(columns);
  return {
    ...panel,
    ...collectionTables(columns, panel),
    ...outcomeTables(columns, panel),
    ...accountTables(columns, panel),
  };
}

export type Tables = ReturnType<typeof defineTables>;
export type Row<Name extends keyof Tables> = Tables[Name]['$inferSelect'];
export type NewRow<Name extends keyof Tables> = Tables[Name]['$inferInsert'];

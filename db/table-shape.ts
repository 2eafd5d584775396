import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import type { AnyColumn } from './columns.ts';
import type { Db } from './open.ts';
import type { Tables } from './tables.ts';
import { tables } from './tables.sqlite.ts';

export type TableName = keyof Tables;

/** Every table, those that others refer to first: the order in which tables.ts has to define them. */
export const tableNames = Object.keys(tables) as TableName[];

/** What a table is called in SQL. */
export const sqlName = (name: TableName): string => getTableName(tables[name]);

export interface ColumnShape {
  /** As rows have it. */
  key: string;
  /** As SQL has it. */
  name: string;
  /** The value as SQLite stores it, whichever engine it came from. */
  stored(value: unknown): string | number | null;
}

export function columnsOf(name: TableName): ColumnShape[] {
  return Object.entries<AnyColumn>(getTableColumns(tables[name])).map(([key, column]) => ({
    key,
    name: toSnakeCase(key),
    stored: (value) => (value === null ? null : (column.mapToDriverValue(value) as string | number)),
  }));
}

/** The columns of a table's primary key in a database. */
export function keyColumns(db: Db, name: TableName): { key: string; column: AnyColumn }[] {
  const { primaryKeys, columns } = getTableConfig(tables[name]);
  const inKey = new Set<unknown>(primaryKeys[0]?.columns ?? columns.filter((column) => column.primary));
  const theirs = Object.entries<AnyColumn>(getTableColumns(db.tables[name]));
  const ours: Record<string, AnyColumn> = getTableColumns(tables[name]);
  return theirs.filter(([key]) => inKey.has(ours[key])).map(([key, column]) => ({ key, column }));
}

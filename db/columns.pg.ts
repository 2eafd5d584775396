import { sql, type SQL } from 'drizzle-orm';
import {
  bigint,
  boolean as pgBoolean,
  date as pgDate,
  doublePrecision,
  foreignKey,
  index,
  integer as pgInteger,
  json as pgJson,
  pgTable,
  primaryKey,
  text as pgText,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Columns } from './columns.ts';

const makers = {
  table: pgTable,
  foreignKey,
  index,
  primaryKey,
  uniqueIndex,
  text: () => pgText(),
  integer: () => pgInteger(),
  big: () => bigint({ mode: 'number' }),
  double: () => doublePrecision(),
  boolean: () => pgBoolean(),
  instant: () => timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  date: () => pgDate({ mode: 'string' }),
  json: <T>() => pgJson().$type<T>(),
  sha256: (value: SQL): SQL<string> => sql<string>`encode(sha256(convert_to(${value}, 'UTF8')), 'hex')`,
  skipLocked: sql` for update skip locked`,
} satisfies Record<keyof Columns, unknown>;

/**
 * The column makers for PostgreSQL under the types of SQLite's. Guaranteed by the contract suite, which runs every verb
 * on both: each maker takes and gives the same JavaScript values, and the builders used have the same methods.
 */
export const postgres = makers as unknown as Columns;

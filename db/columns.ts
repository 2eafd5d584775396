import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type * as sqlite from './columns.sqlite.ts';

/** What a set of column makers gives: the same names, types and JavaScript values on both engines. */
export type Columns = typeof sqlite;

export type AnyColumn = AnySQLiteColumn;

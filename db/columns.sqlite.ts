import { sql, type SQL } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer as sqliteInteger,
  primaryKey,
  real,
  sqliteTable,
  text as sqliteText,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** The column makers of tables.ts for SQLite; columns.pg.ts exports the same names. */
export const table = sqliteTable;
export { foreignKey, index, primaryKey, uniqueIndex };

export const text = () => sqliteText();
export const integer = () => sqliteInteger({ mode: 'number' });
/** A whole number up to 2⁵³, such as milliseconds since 1970. */
export const big = () => sqliteInteger({ mode: 'number' });
export const double = () => real();
export const boolean = () => sqliteInteger({ mode: 'boolean' });
/** A point in time to the millisecond, as a `Date`. */
export const instant = () => sqliteInteger({ mode: 'timestamp_ms' });
/** A calendar day, `2026-01-31`. */
export const date = () => sqliteText();
/** Kept as the text it was written as, so that nothing is reordered. */
export const json = <T>() => sqliteText({ mode: 'json' }).$type<T>();

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits; `open` registers the function. */
export const sha256 = (value: SQL): SQL<string> => sql<string>`sha256(${value})`;

/** Ends a select of rows to be taken: SQLite has one writer at a time, so there are none that another is taking. */
export const skipLocked: SQL = sql``;

import type { Column } from './table-columns.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const TRUE = new Set(['true', '1', 'yes']);
const FALSE = new Set(['false', '0', 'no']);

/**
 * What a cell's text stands for. Empty is `undefined` where the column may be left out, else null. What can't be read
 * as the column's kind comes back as the text itself, for the row's schema to refuse.
 */
export function cellValue(column: Column, cell: string): string | number | boolean | null | undefined {
  if (cell === '') return column.optional ? undefined : null;
  // −0 is 0, so that a panel written and read again is the same.
  if (column.kind === 'number' || column.kind === 'integer') return NUMBER.test(cell) ? Number(cell) + 0 : cell;
  if (column.kind !== 'boolean') return cell;
  const word = cell.toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : cell;
}

/** The text of a value in a CSV cell; `cellValue` reads it back. */
export const cellText = (value: string | number | boolean | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const FORMULA = /^[=+\-@\t\r]/;

/** Whether a spreadsheet would take the text for a formula. */
export const looksLikeFormula = (text: string): boolean => FORMULA.test(text);

/** People's own words, with a `'` before what a spreadsheet would run; `unguarded` takes exactly that away again. */
export const guarded = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);

export const unguarded = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

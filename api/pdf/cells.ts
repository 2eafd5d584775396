import type { Column } from './table.ts';

/** What stands where there is no figure. */
export const NONE = '–';

/** A column of figures. */
export const right = (title: string, share = 1): Column => ({ title, share, right: true });

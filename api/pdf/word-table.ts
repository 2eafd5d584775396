import type { WordTable } from '@rapport/messages/words/report-tables';
import { right } from './cells.ts';
import type { Sheet } from './sheet.ts';

/** Sets a table whose words page and paper share; nothing for null. */
export function wordTable(sheet: Sheet, table: WordTable | null): void {
  if (!table) return;
  const [first = '', ...others] = table.head;
  const columns = [{ title: first, share: 1.3 }, ...others.map((title) => right(title))];
  sheet.table(table.caption, columns, table.rows, table.notes);
}

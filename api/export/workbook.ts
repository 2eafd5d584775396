import { guarded } from '@rapport/surveys/panel-cells';
import writeXlsxFile, { type Row } from 'write-excel-file/node';
import type { Table } from '../release-tables.ts';

const WIDEST = 48;

/** A workbook with a sheet for each table that has rows. Texts that a spreadsheet would run as formulas are guarded. */
export async function workbook(tables: readonly Table[]): Promise<Uint8Array<ArrayBuffer>> {
  const sheets = tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, keys, figures, rows }) => {
      const names = [...keys, ...figures];
      const header: Row = names.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
      const data: Row[] = rows.map((row) => row.map((value) => (typeof value === 'string' ? guarded(value) : value)));
      const columns = names.map((title, at) => ({ width: widthOf([title, ...rows.map((row) => row[at] ?? null)]) }));
      return { sheet: name, data: [header, ...data], columns, stickyRowsCount: 1 };
    });
  return Uint8Array.from(await writeXlsxFile(sheets).toBuffer());
}

const widthOf = (cells: readonly (string | number | null)[]): number =>
  Math.min(WIDEST, 2 + Math.max(...cells.map((cell) => String(cell ?? '').length)));

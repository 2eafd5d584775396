import { CsvError, parse } from 'csv-parse/sync';
import type { FaultList } from './faults.ts';

/** Records of a CSV file as text, with the line of the file on which each begins (the header's is 1). */
export interface CsvRecords {
  header: string[];
  records: string[][];
  lines: number[];
  /** False when the file could not be read to its end. */
  complete: boolean;
}

const LINE_FEED = 10;

/**
 * UTF-8 to text; a byte order mark is dropped. Every line with bytes that are not UTF-8 is a fault, and is read with
 * replacement characters, so that the faults behind it are found too. Null when the file is another encoding as a whole.
 */
export function decodeUtf8(file: string, bytes: Uint8Array, faults: FaultList): string | null {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    faults.add(file, 1, null, 'is encoded as UTF-16; save it as UTF-8');
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    for (const line of undecodableLines(bytes)) faults.add(file, line, null, 'has bytes that are not UTF-8');
    return new TextDecoder('utf-8').decode(bytes);
  }
}

function undecodableLines(bytes: Uint8Array): number[] {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lines: number[] = [];
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    try {
      strict.decode(bytes.subarray(start, end));
    } catch {
      lines.push(line);
    }
    start = end + 1;
  }
  return lines;
}

/**
 * Reads RFC 4180 text with CR LF, LF or CR line ends; empty lines are passed over.
 * `progress` hears the share of the text read, 0 to 1, now and then.
 */
export function readCsv(
  file: string,
  text: string,
  faults: FaultList,
  progress: (share: number) => void,
  delimiter = ',',
): CsvRecords {
  const records: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let complete = true;
  try {
    parse(text, {
      delimiter,
      // What a spreadsheet copies as tabs has no quoting of its own.
      relax_quotes: delimiter === '\t',
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (record: string[], { bytes }) => {
        if (record.length > 1 || record[0] !== '') {
          records.push(record);
          lines.push(line);
          if (records.length % 4096 === 0) progress(Math.min(1, bytes / text.length));
        }
        for (const cell of record) line += lineBreaks(cell);
        line += 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    complete = false;
    faults.add(file, line, null, quoteFault(error.code));
  }
  const header = records.shift() ?? [];
  lines.shift();
  return { header, records, lines, complete };
}

const lineBreaks = (cell: string): number =>
  cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0;

const quoteFault = (code: string): string =>
  code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'opens a quote that is never closed; the rest of the file was not read'
    : 'has a quote in the middle of a cell; write it twice and put the cell in quotes. The rest of the file was not read';

import type { FaultList } from './faults.ts';

/** Parses JSON; a text that isn't is a fault at its line, and gives undefined. */
export function parseJson(file: string, text: string, faults: FaultList): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(reason)?.[1];
    const row = position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
    faults.add(file, row, null, `is not JSON: ${reason.replace(/ at position.*$/, '')}`);
    return undefined;
  }
}

/** JSON with one row of a table to a line: readable, and a change shows as a line in a comparison. */
export function jsonLines(document: Record<string, unknown>): string {
  const parts = Object.entries(document).map(([key, value]) => {
    const table = Array.isArray(value) && value.length > 0;
    const body = table
      ? `[\n    ${value.map((row: unknown) => JSON.stringify(row)).join(',\n    ')}\n  ]`
      : JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
    return `  ${JSON.stringify(key)}: ${body}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

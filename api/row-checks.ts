import { checkNames } from '@rapport/surveys/table-rows';
import type { Member, LogEvent, Organisation, Wave } from '@rapport/surveys/panel';
import { InvalidValues, type ValueFault } from './problems.ts';

interface Rows {
  organisations: Organisation;
  members: Member;
  waves: Wave;
  events: LogEvent;
}

/**
 * Holds a row, as it would be stored, to what `checkPanel` asks of it alone: a network filled in by hand can be exported and
 * read back.
 * @throws InvalidValues
 */
export function checkRow<T extends keyof Rows>(table: T, row: Rows[T]): void {
  const faults: ValueFault[] = [];
  const cells: Readonly<Record<string, unknown>> = { ...row };
  checkNames(table, cells, (path, message) => faults.push({ path, message, code: 'formula' }));
  for (const [first, last] of SPANS) {
    const [from, to] = [cells[first], cells[last]];
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      faults.push({ path: last, message: `is ${to}, before ${first} (${from})`, code: 'ends-before-start' });
  }
  if (faults.length > 0) throw new InvalidValues(faults);
}

const SPANS = [
  ['joined', 'left'],
  ['starts', 'ends'],
  ['opens', 'closes'],
] as const;

import type { Fault } from './panel.ts';

/** So many faults are named; the rest are counted. */
export const FAULT_LIMIT = 100;

/** `answers.csv, row 17, value: is 9, …` – one line for a terminal or a log. */
export function faultText({ file, row, column, message }: Fault): string {
  const place = [file, row === null ? '' : `row ${row}`, column ?? ''].filter(Boolean).join(', ');
  return place ? `${place}: ${message}` : message;
}

/** Collects faults over many files, keeps no more than can be shown, and goes on counting. */
export class FaultList {
  readonly #byFile = new Map<string, Fault[]>();
  #total = 0;

  add(file: string, row: number | null, column: string | null, message: string): void {
    this.#total += 1;
    const faults = this.#byFile.get(file) ?? [];
    if (faults.length < FAULT_LIMIT) faults.push({ file, row, column, message });
    this.#byFile.set(file, faults);
  }

  get total(): number {
    return this.#total;
  }

  /**
   * At most 100 faults, file by file in order of row; every file has its turn, so that one bad file can't hide another.
   * When there were more, one last entry without a file says how many.
   */
  list(): Fault[] {
    const files = [...this.#byFile.values()].map((faults) => faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)));
    const shares = files.map(() => 0);
    for (let left = Math.min(FAULT_LIMIT, this.#total), file = 0; left > 0; file = (file + 1) % files.length) {
      if ((shares[file] ?? 0) >= (files[file]?.length ?? 0)) continue;
      shares[file] = (shares[file] ?? 0) + 1;
      left -= 1;
    }
    const shown = files.flatMap((faults, file) => faults.slice(0, shares[file]));
    const more = this.#total - shown.length;
    if (more > 0) shown.push({ file: '', row: null, column: null, message: `and ${more} more` });
    return shown;
  }
}

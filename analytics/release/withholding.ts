import type { Suppression, SuppressionReason } from './suppression.ts';

/** Collects what is held back, in the order in which the release is written. */
export class Withholding {
  readonly suppressed: Suppression[] = [];

  /** `value`, or null with its reason named at `path`; a value that is null anyway needs no reason. */
  pass<T>(path: string, value: T | null, reason: SuppressionReason | null): T | null {
    if (reason === null || value === null) return value;
    this.suppressed.push({ path, reason });
    return null;
  }

  /** Names a place that this audience never gets, unless there was nothing. */
  never(path: string, value: unknown, reason: SuppressionReason): null {
    if (value !== null && value !== undefined) this.suppressed.push({ path, reason });
    return null;
  }
}

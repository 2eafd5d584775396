import type { SuppressionReason } from './suppression.ts';

/** An organisation mean leaves only from at least this many organisations. */
export const MINIMUM_ORGANISATIONS = 3;

/** Too few to be a group: fewer than `minimumCell` members, or fewer than three organisations; null when there are enough. */
export function tooFew(members: number, organisations: number, minimumCell: number): SuppressionReason | null {
  if (members < minimumCell) return 'too-few-members';
  if (organisations < MINIMUM_ORGANISATIONS) return 'too-few-organisations';
  return null;
}

/** Why a place is null: stable codes. Their words are the messages `suppressed_<code>`, see `suppressionMessage`. */
export const SUPPRESSION_REASONS = [
  'too-few-members',
  'too-few-organisations',
  'would-single-out',
  'unaudited',
  'evaluators-only',
  'aggregate-only',
  'not-for-funders',
  'open-wave',
] as const;

export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** A place of the release, written `waves[3].scales.trust.organisationMean`, and why it is held back. */
export interface Suppression {
  path: string;
  reason: SuppressionReason;
}

type Words =
  `suppressed_${'too_few_members' | 'unaudited' | 'too_few_organisations' | 'would_single_out' | 'evaluators_only' | 'aggregate_only' | 'not_for_funders' | 'open_wave'}`;

const WORDS: Record<SuppressionReason, Words> = {
  'too-few-members': 'suppressed_too_few_members',
  'too-few-organisations': 'suppressed_too_few_organisations',
  'would-single-out': 'suppressed_would_single_out',
  unaudited: 'suppressed_unaudited',
  'evaluators-only': 'suppressed_evaluators_only',
  'aggregate-only': 'suppressed_aggregate_only',
  'not-for-funders': 'suppressed_not_for_funders',
  'open-wave': 'suppressed_open_wave',
};

/** The key of the message that says a reason in words: `m[suppressionMessage(reason)]({}, { locale })`. */
export const suppressionMessage = (reason: SuppressionReason): Words => WORDS[reason];

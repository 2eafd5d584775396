/** Day on which the text of 'who sees what' last changed its meaning: what a member's consent refers to. */
export const CONSENT_TEXT_VERSION = '2026-11-24';

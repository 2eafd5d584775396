import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { suppressionMessage, type SuppressionReason } from '@rapport/analytics/release/suppression';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';

/** Why a place is null, in words that can follow a name: `held back: …`. */
export const suppressionWords = (reason: SuppressionReason, locale: Locale): string =>
  m[suppressionMessage(reason)]({}, { locale });

/** The reason at a place of the release or beneath it (`waves[3].scales.trust`), null where nothing is held back. */
export function suppressionAt(release: ReleasedAnalysis, path: string): SuppressionReason | null {
  const found = release.suppressed.find(
    (one) => one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`),
  );
  return found?.reason ?? null;
}

/** Every reason for which any of these places is held back, in words, each once. */
export const reasonsUnder = (release: ReleasedAnalysis, paths: string[], locale: Locale): string[] => [
  ...new Set(
    paths.flatMap((path) => {
      const reason = suppressionAt(release, path);
      return reason ? [suppressionWords(reason, locale)] : [];
    }),
  ),
];

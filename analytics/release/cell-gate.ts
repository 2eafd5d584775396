import type { Analysis, ScaleLevel } from '../analysis.ts';
import type { Gate } from './figures.ts';
import type { SuppressionReason } from './suppression.ts';

/** An organisation mean leaves only from at least this many organisations. */
export const MINIMUM_ORGANISATIONS = 3;

/** Too few to be a group: fewer than `minimumCell` members, or fewer than three organisations; null when there are enough. */
export function tooFew(members: number, organisations: number, minimumCell: number): SuppressionReason | null {
  if (members < minimumCell) return 'too-few-members';
  if (organisations < MINIMUM_ORGANISATIONS) return 'too-few-organisations';
  return null;
}

/** Cell sizes alone: no figure from too few, none where everybody's answers were the same. */
export function cellGate(analysis: Analysis, minimumCell: number): Gate {
  const waves = new Map(analysis.waves.map((wave) => [wave.wave, wave]));
  const level = (wave: string, scale: string): ScaleLevel | undefined => waves.get(wave)?.scales[scale];
  const levelReason = (
    found: Pick<ScaleLevel, 'n' | 'organisations' | 'organisationMean' | 'organisationSe'> | undefined,
  ) =>
    found === undefined
      ? 'too-few-members'
      : (tooFew(found.n, found.organisations, minimumCell) ?? (found.organisationSe === 0 ? 'would-single-out' : null));
  return (figure) => {
    if (figure.kind === 'level') return levelReason(level(figure.wave, figure.scale));
    if (figure.kind === 'facet') {
      const scale = level(figure.wave, figure.scale);
      const facet = scale?.facets[figure.facet];
      return levelReason(scale && facet && { ...facet, organisations: scale.organisations });
    }
    if (figure.kind === 'trend') {
      const trend = analysis.trends[figure.scale];
      return tooFew(trend?.members ?? 0, trend?.within?.organisations ?? MINIMUM_ORGANISATIONS, minimumCell);
    }
    if (figure.kind === 'change' || figure.kind === 'segmented') {
      const between = analysis.changes.find(({ from, to }) => from === figure.from && to === figure.to);
      return tooFew(between?.scales[figure.scale]?.n ?? 0, MINIMUM_ORGANISATIONS, minimumCell);
    }
    return 'too-few-members';
  };
}

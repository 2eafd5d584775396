import { EVENT_KINDS, type EventKind } from '@rapport/surveys/panel';
import { clusteredShare, type ClusteredShare } from '../stats/clustered-share.ts';
import type { Stretch } from './stretches.ts';

/** A pattern is told from so many networks on; with fewer it would be the story of one or two. */
export const FEWEST_NETWORKS = 5;

/** How often a rise came with an entry of one kind between two waves, beside the stretches without one. Never a cause. */
export interface LogPattern {
  kind: EventKind;
  with: ClusteredShare;
  without: ClusteredShare;
}

export interface LogPatterns {
  /** Networks with at least one stretch of which a rise can be told. */
  networks: number;
  needed: number;
  stretches: number;
  rose: number;
  /** Stretches whose changes are held back. */
  unknown: number;
  /** Null with fewer networks than needed; else the kinds that so many networks have, in the log's own order. */
  kinds: LogPattern[] | null;
}

/**
 * Which kinds of log entries stood before a rise, over the stretches of several networks. A share is null where fewer than
 * `FEWEST_NETWORKS` have such stretches; intervals allow for stretches of one network being alike (`clusteredShare`).
 */
export function logPatterns(networks: readonly (readonly Stretch[])[]): LogPatterns {
  const known = networks.map((stretches) => stretches.filter(({ rose }) => rose !== null));
  const heard = known.filter((stretches) => stretches.length > 0);
  const all = heard.flat();
  const share = (of: (stretch: Stretch) => boolean): ClusteredShare => {
    const counted = clusteredShare(
      heard.map((stretches) => {
        const own = stretches.filter(of);
        return { n: own.length, hits: own.filter(({ rose }) => rose).length };
      }),
    );
    return counted.clusters < FEWEST_NETWORKS ? { ...counted, share: null, ci: null } : counted;
  };
  const kinds = EVENT_KINDS.filter((kind) => all.some((stretch) => stretch.kinds.includes(kind)));
  return {
    networks: heard.length,
    needed: FEWEST_NETWORKS,
    stretches: all.length,
    rose: all.filter(({ rose }) => rose).length,
    unknown: networks.flat().length - all.length,
    kinds:
      heard.length < FEWEST_NETWORKS
        ? null
        : kinds.map((kind) => ({
            kind,
            with: share((stretch) => stretch.kinds.includes(kind)),
            without: share((stretch) => !stretch.kinds.includes(kind)),
          })),
  };
}

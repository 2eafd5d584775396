import type { PortfolioLatest, PortfolioNetwork } from '@rapport/api/schemas/portfolio';
import { placeOf } from '@rapport/messages/words/standing';

export const SORTS = ['name', 'gap', 'rung', 'published'] as const;
export type Sort = (typeof SORTS)[number];

/** What part of a portfolio is shown and in which order: kept in the address. */
export interface PortfolioView {
  sort: Sort;
  /** A mode's id, `none` for no rung reached; null for any. */
  rung: string | null;
  /** What must hold a network back; null for anything. */
  need: string | null;
  /** Only those asked for more than they can carry. */
  ahead: boolean;
}

export const NO_RUNG = 'none';

export function portfolioViewOf(query: URLSearchParams): PortfolioView {
  const sort = SORTS.find((one) => one === query.get('sort')) ?? 'name';
  return { sort, rung: query.get('rung') || null, need: query.get('need') || null, ahead: query.has('ahead') };
}

export type Shown = PortfolioNetwork & { latest: PortfolioLatest };

/** Networks whose figures may stand on one axis: asked with the same instrument, worked out by the same method. */
export interface Comparable {
  instrument: string;
  method: string;
  networks: Shown[];
  /** First and last day on which any of them opened a wave: the axis that they share. */
  from: string;
  to: string;
}

/** The networks that fit the view, in its order, apart by instrument and method; the larger group first. */
export function arrange(networks: PortfolioNetwork[], view: PortfolioView): Comparable[] {
  const groups = new Map<string, Comparable>();
  for (const network of [...networks.filter(hasReport).filter((one) => fits(one, view))].sort(byView(view.sort))) {
    const { instrument, method } = network.latest;
    const key = `${instrument} ${method}`;
    const group = groups.get(key) ?? { instrument, method, networks: [], from: '', to: '' };
    group.networks.push(network);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => {
      const days = group.networks.flatMap(({ latest }) =>
        latest.scales.flatMap(({ points }) => points.map((p) => p.opens)),
      );
      days.sort();
      return { ...group, from: days[0] ?? '', to: days.at(-1) ?? '' };
    })
    .sort((a, b) => b.networks.length - a.networks.length || (a.instrument < b.instrument ? -1 : 1));
}

export const hasReport = (network: PortfolioNetwork): network is Shown => network.latest !== null;

function fits({ latest: { stage } }: Shown, { rung, need, ahead }: PortfolioView): boolean {
  if (rung !== null && (stage ? (stage.verdict.mode ?? NO_RUNG) : null) !== rung) return false;
  if (need !== null && !stage?.limitedBy.includes(need)) return false;
  return !ahead || (stage?.gap.funder ?? 0) > 0;
}

const byName = (a: Shown, b: Shown): number => a.name.localeCompare(b.name) || (a.network < b.network ? -1 : 1);

/** Never by a score: that order would mostly be chance. What is not known comes last. */
function byView(sort: Sort): (a: Shown, b: Shown) => number {
  if (sort === 'name') return byName;
  const rank = ({ latest }: Shown): number => {
    if (sort === 'published') return Date.parse(latest.published);
    if (sort === 'gap') return latest.stage?.gap.funder ?? -Infinity;
    return latest.stage ? placeOf(latest.modes, latest.stage.verdict.mode) : -Infinity;
  };
  return (a, b) => (rank(a) === rank(b) ? byName(a, b) : rank(a) > rank(b) ? -1 : 1);
}

import { binned, longCsv, table, type Value } from '../release-tables.ts';
import type { Portfolio, PortfolioNetwork } from '../schemas/portfolio.ts';

/** The portfolio's figures as one long table: what each network's latest report says, each figure with its interval beside it. */
export function portfolioCsv({ networks, patterns }: Portfolio): string {
  const shares = patterns.kinds ?? [];
  return longCsv([
    table(
      'networks',
      ['subject'],
      [
        'name',
        'report',
        'wave',
        'published',
        'instrument',
        'method',
        'verdict',
        'status',
        'mode',
        'limitedBy',
        'declaredByFunder',
        'declaredByNetwork',
        'gapFunder',
        'gapNetwork',
        'organisations',
        'organisationsHeard',
        'responded',
        'responseRate',
        'waves',
      ],
      networks.map(networkRow),
    ),
    table(
      'rungs',
      ['subject', 'level'],
      ['confidence', 'share'],
      networks.flatMap(({ network, latest }) =>
        (latest?.modes ?? []).map(({ id }): Value[] => [
          network,
          id,
          latest?.stage?.confidence[id] ?? null,
          latest?.stage?.shares[id] ?? null,
        ]),
      ),
    ),
    table(
      'levels',
      ['subject', 'wave', 'level'],
      ['organisationMean', 'lower', 'upper'],
      networks.flatMap(({ network, latest }) =>
        (latest?.scales ?? []).flatMap(({ scale, points }) =>
          points.map(({ label, mean, ci }): Value[] => [network, label, scale, mean, ci?.[0] ?? null, ci?.[1] ?? null]),
        ),
      ),
    ),
    table(
      'trends',
      ['subject', 'level'],
      ['perYear', 'lower', 'upper'],
      networks.flatMap(({ network, latest }) =>
        (latest?.scales ?? []).map(({ scale, perYear, ci }): Value[] => [
          network,
          scale,
          perYear,
          ci?.[0] ?? null,
          ci?.[1] ?? null,
        ]),
      ),
    ),
    table(
      'patterns',
      ['subject', 'level'],
      ['networks', 'stretches', 'rose', 'share', 'lower', 'upper'],
      shares.flatMap(({ kind, with: having, without }) =>
        [
          { name: 'with', ...having },
          { name: 'without', ...without },
        ].map(({ name, clusters, n, hits, share, ci }): Value[] => [
          kind,
          name,
          clusters,
          n,
          hits,
          share,
          ci?.[0] ?? null,
          ci?.[1] ?? null,
        ]),
      ),
    ),
  ]);
}

function networkRow({ network, name, latest }: PortfolioNetwork): Value[] {
  if (!latest) return [network, name, ...Array<null>(18).fill(null)];
  const { stage, evidence } = latest;
  return [
    network,
    name,
    latest.number,
    latest.label,
    latest.published,
    latest.instrument,
    latest.method,
    stage?.verdict.mode ?? null,
    stage?.verdict.status ?? null,
    stage?.mode ?? null,
    stage?.limitedBy.join(' ') ?? null,
    stage?.declared.funder ?? null,
    stage?.declared.network ?? null,
    stage?.gap.funder ?? null,
    stage?.gap.network ?? null,
    evidence.organisations,
    evidence.organisationsHeard,
    binned(evidence.responded),
    binned(evidence.responseRate),
    evidence.waves,
  ];
}

import type { People, PeopleRate, ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { guarded } from '@rapport/surveys/panel-cells';
import { csvText } from '@rapport/surveys/panel-files';

export type Value = string | number | null;

/** One kind of figure: the columns that say of what, then the columns of figures. */
export interface Table {
  name: string;
  keys: string[];
  figures: string[];
  rows: Value[][];
}

/** A release as tables; null is held back or can't be estimated, and `suppressed` says which. */
export function releaseTables(release: ReleasedAnalysis): Table[] {
  return [
    waves(release),
    levels(release),
    changes(release),
    trends(release),
    relationships(release),
    readiness(release),
    table(
      'suppressed',
      ['path', 'reason'],
      [],
      release.suppressed.map((it) => [it.path, it.reason]),
    ),
  ];
}

/**
 * Tables as one long one: table, wave, to, subject, level and what `more` keys there are, figure, value. Words that a spreadsheet
 * would run as a formula are guarded; numbers, which it would not, are numbers.
 */
export function longCsv(tables: Table[], more: readonly string[] = []): string {
  const keysOfAll = [...LONG_KEYS, ...more];
  const rows = tables.flatMap(({ name, keys, figures, rows: all }) =>
    all.flatMap((row): (string | number)[][] => {
      const cell = (key: string) => row[keys.indexOf(key)] ?? '';
      const about =
        name === 'suppressed'
          ? [name, '', '', cell('path'), '', ...more.map(() => '')]
          : [name, ...keysOfAll.map(cell)];
      const named =
        figures.length > 0
          ? figures.map((figure, i) => [figure, row[keys.length + i] ?? ''])
          : [['reason', cell('reason')]];
      return named.map((pair) => [...about, ...pair]);
    }),
  );
  const header = ['table', ...keysOfAll, 'figure', 'value'];
  return csvText(
    [header, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : guarded(cell)))),
  );
}

const LONG_KEYS = ['wave', 'to', 'subject', 'level'];

export const table = (name: string, keys: string[], figures: string[], rows: Value[][]): Table => ({
  name,
  keys,
  figures,
  rows,
});

/** A bin of people or of a rate, as funders get it: `5–9`. */
export const binned = (value: People | PeopleRate): Value =>
  typeof value === 'object' && value !== null ? `${value.from}–${value.to ?? ''}` : value;

function waves({ waves: all, context }: ReleasedAnalysis): Table {
  const about = new Map(context.waves.map((wave) => [wave.wave, wave]));
  return table(
    'waves',
    ['wave'],
    ['label', 'opens', 'closes', 'eligible', 'responded', 'responseRate', 'organisations', 'organisationsHeard'],
    all.map((wave) => [
      wave.wave,
      about.get(wave.wave)?.label ?? null,
      about.get(wave.wave)?.opens ?? null,
      about.get(wave.wave)?.closes ?? null,
      binned(wave.eligible),
      binned(wave.responded),
      binned(wave.responseRate),
      wave.organisations,
      wave.organisationsHeard,
    ]),
  );
}

function levels({ waves: all }: ReleasedAnalysis): Table {
  return table(
    'scales',
    ['wave', 'subject'],
    ['n', 'organisations', 'organisationMean', 'organisationSe', 'lower', 'upper'],
    all.flatMap(({ wave, scales }) =>
      Object.entries(scales).flatMap(([scale, level]): Value[][] => [
        [
          wave,
          scale,
          binned(level.n),
          level.organisations,
          level.organisationMean,
          level.organisationSe,
          ...ends(level.organisationCi),
        ],
        ...Object.entries(level.facets).map(([facet, it]): Value[] => [
          wave,
          `${scale}: ${facet}`,
          binned(it.n),
          null,
          it.organisationMean,
          it.organisationSe,
          null,
          null,
        ]),
      ]),
    ),
  );
}

function changes(release: ReleasedAnalysis): Table {
  return table(
    'changes',
    ['wave', 'to', 'subject'],
    ['n', 'mean', 'se', 'lower', 'upper', 'total', 'within', 'entry', 'exit'],
    release.changes.flatMap(({ from, to, scales }) =>
      Object.entries(scales).map(([scale, it]): Value[] => [
        from,
        to,
        scale,
        binned(it.n),
        it.mean,
        it.se,
        ...ends(it.ci),
        it.total,
        it.within,
        it.entry,
        it.exit,
      ]),
    ),
  );
}

function trends(release: ReleasedAnalysis): Table {
  const slope = (
    name: string,
    it: NonNullable<ReleasedAnalysis['trends'][string]>['within'] | ReleasedAnalysis['trends'][string],
  ): Value[][] => (it ? [[name, binned(it.members), it.perYear, it.se, it.df, ...ends(it.ci), it.p, it.pHolm]] : []);
  return table(
    'trends',
    ['subject'],
    ['members', 'perYear', 'se', 'df', 'lower', 'upper', 'p', 'pHolm'],
    Object.entries(release.trends).flatMap(([scale, trend]) => [
      ...slope(`${scale}: within members`, trend?.within ?? null),
      ...slope(`${scale}: ${trend?.model ?? ''}`, trend),
    ]),
  );
}

function relationships({ waves: all }: ReleasedAnalysis): Table {
  return table(
    'relationships',
    ['wave', 'subject', 'level'],
    [
      'observed',
      'ties',
      'density',
      'dyads',
      'mutual',
      'asymmetric',
      'reciprocity',
      'reach',
      'reachAll',
      'pockets',
      'pocketSizes',
    ],
    all.flatMap(({ wave, network }) =>
      Object.entries(network ?? {}).flatMap(([question, { levels: of }]) =>
        of.map((it): Value[] => [
          wave,
          question,
          it.level,
          it.observed,
          it.ties,
          it.density,
          it.dyads,
          it.mutual,
          it.asymmetric,
          it.reciprocity,
          it.reach,
          it.reachAll,
          it.pocketCount,
          it.pocketSizes?.join('; ') || null,
        ]),
      ),
    ),
  );
}

function readiness({ waves: all }: ReleasedAnalysis): Table {
  return table(
    'readiness',
    ['wave', 'subject'],
    ['confidence', 'share', 'mode', 'verdict', 'status', 'declaredByFunder', 'declaredByNetwork'],
    all.flatMap(({ wave, stage }) =>
      Object.keys(stage?.confidence ?? {}).map((mode): Value[] => [
        wave,
        mode,
        stage?.confidence[mode] ?? null,
        stage?.shares[mode] ?? null,
        stage?.mode ?? null,
        stage?.verdict.mode ?? null,
        stage?.verdict.status ?? null,
        stage?.declared.funder ?? null,
        stage?.declared.network ?? null,
      ]),
    ),
  );
}

export const ends = (interval: readonly [number, number] | null): readonly [Value, Value] => interval ?? [null, null];

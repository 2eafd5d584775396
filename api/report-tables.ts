import type { EventEffect } from '@rapport/analytics/analysis';
import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { tookPart } from '@rapport/charts/log-groups';
import { standing } from '@rapport/messages/words/standing';
import { REACH, requirements } from '@rapport/messages/words/limits';
import { binned, ends, releaseTables, table, type Table, type Value } from './release-tables.ts';
import type { ReportDocument } from './schemas/reports.ts';

/** Everything that a report shows, as tables: what it is, its release's own tables, and what page and PDF tell besides. */
export function reportTables(document: ReportDocument): Table[] {
  const { release } = document;
  const own = releaseTables(release);
  return [
    about(document),
    ...own.filter(({ name }) => name !== 'suppressed'),
    ...furtherTables(release),
    ...own.filter(({ name }) => name === 'suppressed'),
  ];
}

/** What pages tell of a release besides its levels, changes and trends. */
export const furtherTables = (release: ReleasedAnalysis): Table[] => [
  verdicts(release),
  margins(release),
  reliability(release),
  people(release),
  tieChanges(release),
  pockets(release),
  effects(release),
  log(release),
];

const about = ({ network, number, replaces, wave, published, method, instrument, release }: ReportDocument): Table =>
  table(
    'report',
    ['wave', 'subject'],
    ['name', 'number', 'replaces', 'published', 'method', 'instrument', 'smallestGroup'],
    [
      [
        wave.wave,
        network.slug,
        network.name,
        number,
        replaces?.number ?? null,
        published,
        method,
        instrument,
        release.context.minimumCell,
      ],
    ],
  );

function verdicts({ waves }: ReleasedAnalysis): Table {
  const yesNo = (value: boolean | null): Value => (value === null ? null : value ? 'yes' : 'no');
  return table(
    'verdicts',
    ['wave'],
    [
      'mode',
      'verdict',
      'status',
      'limitedBy',
      'modeAtMinus5',
      'modeAtPlus5',
      'gapFunder',
      'gapNetwork',
      'silent',
      'modeIfSilentLow',
      'holdsIfSilentLow',
    ],
    waves.flatMap(({ wave, stage }): Value[][] =>
      stage
        ? [
            [
              wave,
              stage.mode,
              stage.verdict.mode,
              stage.verdict.status,
              stage.limitedBy.join(' '),
              stage.modeAt.minus5,
              stage.modeAt.plus5,
              stage.gap.funder,
              stage.gap.network,
              stage.lowerQuartile.silent,
              stage.lowerQuartile.mode,
              yesNo(stage.lowerQuartile.holds),
            ],
          ]
        : [],
    ),
  );
}

function margins(release: ReleasedAnalysis): Table {
  return table(
    'margins',
    ['wave', 'subject', 'level'],
    ['value', 'cut', 'margin'],
    release.waves.flatMap(({ wave }) => {
      const then = standing(release, wave);
      return (then?.modes ?? []).flatMap((mode) =>
        then?.stage
          ? requirements(then, mode).map(({ factor, value, cut, margin }): Value[] => [
              wave,
              `${mode.id}: ${factor}`,
              factor === REACH ? mode.level : null,
              value,
              cut,
              margin,
            ])
          : [],
      );
    }),
  );
}

const reliability = ({ waves }: ReleasedAnalysis): Table =>
  table(
    'reliability',
    ['wave', 'subject'],
    ['n', 'alpha', 'lower', 'upper', 'omega', 'heywood'],
    waves.flatMap(({ wave, scales }) =>
      Object.entries(scales).flatMap(([scale, { alpha, omega }]): Value[][] =>
        alpha === null
          ? []
          : [
              [
                wave,
                scale,
                binned(alpha.n),
                alpha.value,
                ...ends(alpha.ci),
                omega?.value ?? null,
                omega?.heywood ? 'yes' : 'no',
              ],
            ],
      ),
    ),
  );

const people = ({ changes }: ReleasedAnalysis): Table =>
  table(
    'people',
    ['wave', 'to', 'subject'],
    ['stayers', 'joiners', 'leavers'],
    changes.flatMap(({ from, to, scales }) =>
      Object.entries(scales).map(([scale, { stayers, joiners, leavers }]): Value[] => [
        from,
        to,
        scale,
        binned(stayers),
        binned(joiners),
        binned(leavers),
      ]),
    ),
  );

const tieChanges = ({ waves }: ReleasedAnalysis): Table =>
  table(
    'tieChanges',
    ['wave', 'subject', 'level'],
    ['formed', 'lost', 'kept', 'densityChange', 'se', 'lower', 'upper'],
    waves.flatMap(({ wave, network }) =>
      Object.entries(network ?? {}).flatMap(([question, { levels }]) =>
        levels.flatMap(({ level, sincePrevious, densityChange }): Value[][] =>
          sincePrevious
            ? [
                [
                  wave,
                  question,
                  level,
                  sincePrevious.formed,
                  sincePrevious.lost,
                  sincePrevious.kept,
                  densityChange?.change ?? null,
                  densityChange?.se ?? null,
                  ...ends(densityChange?.ci ?? null),
                ],
              ]
            : [],
        ),
      ),
    ),
  );

/** The pockets that may be named, each scale's level inside and elsewhere. */
const pockets = ({ waves }: ReleasedAnalysis): Table =>
  table(
    'pockets',
    ['wave', 'subject', 'level'],
    ['organisations', 'inside', 'insideSe', 'elsewhere', 'elsewhereSe', 'readyFor'],
    waves.flatMap(({ wave, network }) =>
      Object.values(network ?? {}).flatMap(({ levels }) =>
        levels.flatMap(({ level, pockets: all, pocketLevels }) =>
          all.flatMap((organisations, at) => {
            const both = pocketLevels[at];
            return Object.entries(both?.pocket.scales ?? {}).map(([scale, inside]): Value[] => {
              const outside = both?.rest.scales[scale];
              return [
                wave,
                `${organisations.join(' ')}: ${scale}`,
                level,
                organisations.length,
                inside.organisationMean,
                inside.organisationSe,
                outside?.organisationMean ?? null,
                outside?.organisationSe ?? null,
                both?.pocket.readiness?.mode ?? null,
              ];
            });
          }),
        ),
      ),
    ),
  );

const effects = ({ events }: ReleasedAnalysis): Table =>
  table(
    'effects',
    ['wave', 'to', 'subject'],
    ['design', 'change', 'se', 'lower', 'upper', 'atOnce', 'atOnceSe', 'aYear', 'aYearSe', 'tookPart', 'others'],
    events.flatMap(({ events: ids, between: [from, to], scales, attendance }) =>
      Object.entries(scales).map(([scale, effect]): Value[] => [
        from,
        to,
        `${ids.join(' ')}: ${scale}`,
        effect.design,
        ...effectCells(effect),
        attendance[scale]?.attendees ?? null,
        attendance[scale]?.others ?? null,
      ]),
    ),
  );

const effectCells = (effect: EventEffect): Value[] =>
  effect.design === 'before-after'
    ? [effect.change, effect.se, ...ends(effect.ci), null, null, null, null]
    : [null, null, null, null, effect.level, effect.levelSe, effect.slope, effect.slopeSe];

/** What the network did, agreed on and was asked for, by date. */
const log = (release: ReleasedAnalysis): Table =>
  table(
    'log',
    ['wave', 'subject'],
    ['kind', 'words', 'starts', 'ends', 'agencies'],
    [
      ...release.context.events.map(({ event, kind, title, starts, ends: last }): Value[] => [
        null,
        event,
        kind,
        title,
        starts,
        last,
        tookPart(release, event) || null,
      ]),
      ...release.context.goals.map(({ from, text }): Value[] => [null, '', 'goals', text, from, null, null]),
      ...release.context.declarations.map(({ from, by, mode, source }): Value[] => [
        null,
        by,
        'declaration',
        source === null ? mode : `${mode}: ${source}`,
        from,
        null,
        null,
      ]),
    ],
  );

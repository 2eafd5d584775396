import type { ReleasedAnalysis, ReleasedTieQuestion } from '@rapport/analytics/release/released-analysis';
import { organisationName } from '@rapport/messages/words/names';
import { furtherTables } from '../report-tables.ts';
import { longCsv, releaseTables, table, type Table, type Value } from '../release-tables.ts';
import { workbook } from './workbook.ts';

/** All that a lead's release holds, as tables: its figures, and what only leads see: ratings by name, open answers. */
export function leadTables(release: ReleasedAnalysis): Table[] {
  const own = releaseTables(release);
  return [
    about(release),
    ...own.filter(({ name }) => name !== 'suppressed'),
    ...furtherTables(release),
    agencies(release),
    ratings(release),
    received(release),
    differing(release),
    carried(release),
    groups(release),
    groupLives(release),
    answersInWords(release),
    ...own.filter(({ name }) => name === 'suppressed'),
  ];
}

/** Columns that tables of ties have besides those of figures. */
const AGENCIES = ['organisation', 'other'];

export const leadCsv = (release: ReleasedAnalysis): string => longCsv(leadTables(release), AGENCIES);
export const leadXlsx = (release: ReleasedAnalysis): Promise<Uint8Array<ArrayBuffer>> => workbook(leadTables(release));

const about = ({ network, method, instrument, context, waves }: ReleasedAnalysis): Table =>
  table(
    'about',
    ['subject'],
    ['name', 'lastWave', 'method', 'instrument', 'smallestGroup', 'emptyCells'],
    [
      [
        network,
        context.name,
        waves.at(-1)?.wave ?? null,
        method,
        instrument,
        context.minimumCell,
        'held back or not to be estimated; the sheet "suppressed" says which and why',
      ],
    ],
  );

const agencies = ({ context }: ReleasedAnalysis): Table =>
  table(
    'agencies',
    ['organisation'],
    ['name'],
    context.organisations.map(({ organisation, name }) => [organisation, name]),
  );

/** One row for each thing of a tie question in each wave. */
const perQuestion = ({ waves }: ReleasedAnalysis, rows: (result: ReleasedTieQuestion) => Value[][]): Value[][] =>
  waves.flatMap(({ wave, network }) =>
    Object.entries(network ?? {}).flatMap(([question, result]) =>
      rows(result).map((row): Value[] => [wave, question, ...row]),
    ),
  );

const ratings = (release: ReleasedAnalysis): Table =>
  table(
    'ratings',
    ['wave', 'subject', ...AGENCIES],
    ['value'],
    perQuestion(release, (result) => result.ratings.map(({ from, to, value }) => [from, to, value])),
  );

const received = (release: ReleasedAnalysis): Table =>
  table(
    'received',
    ['wave', 'subject', 'organisation'],
    ['mean'],
    perQuestion(release, (result) => result.received.map(({ organisation, mean }) => [organisation, mean])),
  );

const differing = (release: ReleasedAnalysis): Table =>
  table(
    'seenDifferently',
    ['wave', 'subject', ...AGENCIES],
    ['stepsApart'],
    perQuestion(release, ({ asymmetry }) =>
      (asymmetry?.pairs ?? []).map(({ higher, lower, gap }) => [higher, lower, gap]),
    ),
  );

const carried = (release: ReleasedAnalysis): Table =>
  table(
    'carriedOver',
    ['wave', 'subject', 'level'],
    ['carriedRatings', 'cells', 'kept', 'lost', 'formed', 'freshCells', 'freshKept', 'freshLost', 'freshFormed'],
    perQuestion(release, (result) =>
      result.levels.map(({ level, sincePrevious: all, sincePreviousFresh: fresh }) => [
        level,
        result.carried,
        ...[all, fresh].flatMap((since) => [
          since?.cells ?? null,
          since?.kept ?? null,
          since?.lost ?? null,
          since?.formed ?? null,
        ]),
      ]),
    ),
  );

const groups = (release: ReleasedAnalysis): Table =>
  table(
    'groupMembers',
    ['wave', 'subject', 'level', 'organisation'],
    ['group', 'name'],
    perQuestion(release, ({ levels }) =>
      levels.flatMap(({ level, pockets }) =>
        pockets.flatMap((pocket, at) =>
          pocket.map((organisation): Value[] => [
            level,
            organisation,
            at + 1,
            organisationName(release.context.organisations, organisation),
          ]),
        ),
      ),
    ),
  );

const joined = (pockets: readonly string[][]): Value => pockets.map((pocket) => pocket.join(' ')).join('; ') || null;

const groupLives = ({ pocketLives }: ReleasedAnalysis): Table =>
  table(
    'groupLives',
    ['wave', 'to', 'subject', 'level'],
    ['fate', 'before', 'after'],
    Object.entries(pocketLives).flatMap(([question, lives]) =>
      lives.flatMap(({ level, steps }) =>
        steps.flatMap(({ from, to, pockets }) =>
          pockets.map(({ fate, before, after }): Value[] => [
            from,
            to,
            question,
            level,
            fate,
            joined(before),
            joined(after),
          ]),
        ),
      ),
    ),
  );

/** Without names, in the order of the release, which says nothing of who wrote them. */
const answersInWords = ({ waves }: ReleasedAnalysis): Table =>
  table(
    'openAnswers',
    ['wave', 'subject'],
    ['text'],
    waves.flatMap(({ wave, texts }) =>
      Object.entries(texts).flatMap(([question, all]) => (all ?? []).map((text): Value[] => [wave, question, text])),
    ),
  );

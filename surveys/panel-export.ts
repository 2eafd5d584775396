import { instrumentKey, type Instrument } from './instrument.ts';
import { guarded } from './panel-cells.ts';
import { R_SCRIPT } from './panel-export-r.ts';
import { spssSyntax } from './panel-export-spss.ts';
import { csvText, panelToFiles, usedColumns } from './panel-files.ts';
import type { Panel, PanelTable } from './panel.ts';
import { PANEL_TABLES, TABLE_KEYS, type Column } from './table-columns.ts';
import type { Localized } from './text.ts';
import { variableNames, WIDE_NAMES, wideTables, type WideName, type WideTable } from './wide-tables.ts';

/**
 * The panel's folder with what other programs need to read it: `codebook.csv`, one line per question and language;
 * `datapackage.json` (Frictionless Data, tabular data package 1.0); `panel.R`, which loads it; answers and ratings with a
 * column for each question, each with the syntax by which SPSS reads it. Reading the folder gives the panel back.
 */
export function panelToExport(panel: Panel): Map<string, string> {
  const files = panelToFiles(panel);
  const names = variableNames(panel.instruments);
  const wide = wideTables(panel);
  const codebook = panel.instruments.flatMap((instrument) => codebookRows(instrument, names));
  files.set('codebook.csv', csvText([CODEBOOK.map(([name]) => name), ...codebook]));
  for (const name of WIDE_NAMES) {
    const { keys, variables, rows } = wide[name];
    const guard = (row: string[]) => row.map((cell, at) => (at < keys.length ? guarded(cell) : cell));
    files.set(`${name}.csv`, csvText([[...keys, ...variables.map((it) => it.name)], ...rows.map(guard)]));
    files.set(`${name}.sps`, spssSyntax(name, wide[name], panel.network.locale));
  }
  files.set('panel.R', R_SCRIPT);
  files.set('datapackage.json', `${JSON.stringify(dataPackage(panel, wide, files), null, 2)}\n`);
  return files;
}

const CODEBOOK = [
  ['instrument', 'string'],
  ['kind', 'string'],
  ['question', 'string'],
  ['scale', 'string'],
  ['facet', 'string'],
  ['min', 'number'],
  ['max', 'number'],
  ['reversed', 'boolean'],
  ['decimal', 'boolean'],
  ['visibility', 'string'],
  ['language', 'string'],
  ['text', 'string'],
  ['labels', 'string'],
  ['variable', 'string'],
] as const;

type CodebookLine = Partial<Record<(typeof CODEBOOK)[number][0], string | number | boolean>>;

function codebookRows(instrument: Instrument, names: ReadonlyMap<string, string>): string[][] {
  const lines = (kind: string, id: string, text: Localized, labels: Labels, rest: CodebookLine = {}) =>
    Object.entries(text).map(([language, words]): CodebookLine => {
      const line = {
        instrument: instrumentKey(instrument),
        kind,
        question: guarded(id),
        variable: names.get(`${kind}s ${id}`) ?? '',
        language,
        text: guarded(words),
        ...rest,
      };
      return { ...line, labels: guarded(pointLabels(labels, language)) };
    });
  return [
    ...instrument.items.flatMap(({ id, text, labels, scale, facet, min, max, reversed, decimal }) =>
      lines('item', id, text, labels, { scale, facet, min, max, reversed, decimal }),
    ),
    ...instrument.ties.flatMap(({ id, text, labels, min, max, visibility }) =>
      lines('tie', id, text, labels, { min, max, visibility }),
    ),
    ...(instrument.texts ?? []).flatMap(({ id, text }) => lines('text', id, text, undefined)),
  ].map((line) => CODEBOOK.map(([name]) => String(line[name] ?? '')));
}

type Labels = Record<string, Localized> | undefined;

/** `1 = Strongly disagree; 2 = …`, in the order of the points. */
const pointLabels = (labels: Labels, language: string): string =>
  Object.entries(labels ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([point, label]) => `${point} = ${label[language] ?? ''}`)
    .join('; ');

const REFERENCES: Partial<Record<PanelTable, [column: string, table: PanelTable][]>> = {
  members: [['organisation', 'organisations']],
  answers: [
    ['wave', 'waves'],
    ['member', 'members'],
  ],
  ties: [
    ['wave', 'waves'],
    ['member', 'members'],
    ['organisation', 'organisations'],
  ],
  texts: [
    ['wave', 'waves'],
    ['member', 'members'],
  ],
  event_organisations: [
    ['event', 'events'],
    ['organisation', 'organisations'],
  ],
};

function dataPackage(
  { network, ...panel }: Panel,
  wide: Record<WideName, WideTable>,
  files: ReadonlyMap<string, string>,
) {
  const resource = (name: string, schema: object) => ({
    name,
    path: `${name}.csv`,
    profile: 'tabular-data-resource',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: { ...schema, missingValues: [''] },
  });
  const tables = PANEL_TABLES.filter((table) => files.has(`${table}.csv`)).map((table) =>
    resource(table, {
      fields: usedColumns(table, panel[table]).map(field),
      primaryKey: TABLE_KEYS[table],
      ...foreignKeys(table),
    }),
  );
  const codebook = resource('codebook', { fields: CODEBOOK.map(([name, type]) => ({ name, type })) });
  const wides = WIDE_NAMES.map((name) => {
    const { keys, variables } = wide[name];
    const fields = [
      ...keys.map((key) => ({ name: key, type: key === 'carried' ? 'boolean' : 'string' })),
      ...variables.map((it) => ({ name: it.name, type: it.decimal ? 'number' : 'integer' })),
    ];
    return resource(name, { fields });
  });
  const resources = [...tables, ...wides, codebook];
  return { profile: 'tabular-data-package', name: network.slug, title: network.name, resources };
}

/** The profile refuses an empty list. */
function foreignKeys(table: PanelTable) {
  const references = REFERENCES[table]?.map(([column, other]) => ({
    fields: column,
    reference: { resource: other, fields: column },
  }));
  return references && { foreignKeys: references };
}

function field({ name, kind, optional, nullable, choices }: Column) {
  return {
    name,
    type: kind === 'text' ? 'string' : kind,
    ...(name === 'email' && { format: 'email' }),
    constraints: { ...(!optional && !nullable && { required: true }), ...(choices && { enum: choices }) },
  };
}

import { localize } from './localize.ts';
import type { WideName, WideTable, WideVariable } from './wide-tables.ts';

/** SPSS takes labels up to so many bytes. */
const LONGEST_LABEL = 240;
const LONGEST_POINT = 115;
const KEY_LABELS: Record<string, string> = {
  wave: 'Wave',
  member: 'Member, under a number',
  organisation: 'Agency of the member',
  rated: 'Agency rated',
  carried: 'Confirmed unchanged from last time',
};

/** Syntax that reads a wide table's CSV file beside it, and labels its variables and points in the panel's language. */
export function spssSyntax(name: WideName, { keys, variables }: WideTable, locale: string): string {
  const labelled = variables.filter(({ labels }) => Object.keys(labels ?? {}).length > 0);
  return [
    '* Encoding: UTF-8.',
    `* Made by Rapport. Reads ${name}.csv: first set the working folder to the one that holds it.`,
    `* CD '/folder/of/the/export'.`,
    '',
    'GET DATA',
    '  /TYPE=TXT',
    `  /FILE='${name}.csv'`,
    `  /ENCODING='UTF8'`,
    '  /ARRANGEMENT=DELIMITED',
    `  /DELIMITERS=','`,
    `  /QUALIFIER='"'`,
    '  /FIRSTCASE=2',
    '  /VARIABLES=',
    ...keys.map((key) => `    ${key} ${key === 'carried' ? 'F1.0' : 'A64'}`),
    ...variables.map((variable) => `    ${variable.name} ${format(variable)}`),
    '  .',
    'CACHE.',
    'EXECUTE.',
    '',
    'VARIABLE LABELS',
    ...keys.map((key) => `  ${key} ${quoted(KEY_LABELS[key] ?? key, LONGEST_LABEL)}`),
    ...variables.map((variable) => `  ${variable.name} ${quoted(localize(variable.text, locale), LONGEST_LABEL)}`),
    '  .',
    ...(labelled.length > 0 ? ['VALUE LABELS', ...labelled.flatMap((it, at) => points(it, locale, at)), '  .'] : []),
    ...(variables.length > 0 ? [`VARIABLE LEVEL ${variables.map((it) => it.name).join('\n  ')} (ORDINAL).`] : []),
    `DATASET NAME ${name} WINDOW=FRONT.`,
    '',
  ].join('\n');
}

const format = ({ decimal, min, max }: WideVariable): string => {
  const whole = Math.max(...[min, max].map((end) => String(Math.trunc(end)).length));
  return decimal ? `F${whole + 7}.6` : `F${whole + 1}.0`;
};

const points = ({ name, labels }: WideVariable, locale: string, at: number): string[] => [
  `  ${at === 0 ? '' : '/'}${name}`,
  ...Object.entries(labels ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([point, text]) => `    ${point} ${quoted(localize(text, locale), LONGEST_POINT)}`),
];

/** A text constant on one line: a line break in it would end the command. */
function quoted(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  let shown = line;
  while (new TextEncoder().encode(shown.replaceAll("'", "''")).length > longest)
    shown = `${[...shown.replace(/…$/, '')].slice(0, -1).join('')}…`;
  return `'${shown.replaceAll("'", "''")}'`;
}

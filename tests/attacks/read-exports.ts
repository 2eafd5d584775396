import type { Release } from '@rapport/analytics/release';
import { reviveRelease } from '@rapport/analytics/release';
import { leadXlsx, leadCsv } from '@rapport/api/export/lead-tables';
import type { Panel } from '@rapport/surveys/panel';
import { unguarded } from '@rapport/surveys/panel-cells';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { memberMeanEquation, type Equation } from './attacker.ts';

/** A figure as a file tells it: which table, about what, what it is called, its text. */
export interface ReadFigure {
  table: string;
  about: Record<string, string>;
  figure: string;
  value: string;
}

const ABOUT = ['wave', 'to', 'subject', 'level', 'organisation', 'other'];

/** The figures of the lead's CSV. */
export function readCsvFigures(text: string): ReadFigure[] {
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return rows.map(({ table = '', figure = '', value = '', ...about }) => ({
    table,
    figure,
    value: unguarded(value),
    about: Object.fromEntries(Object.entries(about).map(([key, cell]) => [key, unguarded(cell)])),
  }));
}

/** The sheets of a workbook as rows of texts; a cell with a formula throws. */
export function readSheets(bytes: Uint8Array): Map<string, string[][]> {
  const files = unzipSync(bytes);
  const xml = (path: string): string => strFromU8(files[path] ?? new Uint8Array());
  const plain = (text: string): string =>
    text.replace(/&(lt|gt|quot|apos|amp|#\d+);/g, (_, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(Number(name.slice(1)))
        : ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name] ?? ''),
    );
  const texts = (part: string): string =>
    [...part.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => plain(text ?? '')).join('');
  const shared = [...xml('xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, part]) =>
    texts(part ?? ''),
  );
  const names = [...xml('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) =>
    plain(name ?? ''),
  );
  return new Map(
    names.map((name, at) => {
      const sheet = xml(`xl/worksheets/sheet${at + 1}.xml`);
      if (sheet.includes('<f>')) throw new Error(`${name} has a formula`);
      const rows = [...sheet.matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map(([, row]) => {
        const cells: string[] = [];
        for (const [, attributes = '', body = ''] of (row ?? '').matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
          const column =
            [...(/r="([A-Z]+)/.exec(attributes)?.[1] ?? 'A')].reduce(
              (n, letter) => n * 26 + letter.charCodeAt(0) - 64,
              0,
            ) - 1;
          const value = /<v>([\s\S]*?)<\/v>/.exec(body)?.[1] ?? '';
          cells[column] = attributes.includes('t="s"') ? (shared[Number(value)] ?? '') : texts(body) || plain(value);
        }
        return Array.from(cells, (cell) => cell ?? '');
      });
      return [name, rows] as const;
    }),
  );
}

/** The figures of the lead's workbook, as its CSV has them. */
export function readXlsxFigures(bytes: Uint8Array): ReadFigure[] {
  return [...readSheets(bytes)].flatMap(([table, [header = [], ...rows]]) =>
    rows.flatMap((row) => {
      const about = Object.fromEntries(
        header.map((name, at) => [name, unguarded(row[at] ?? '')]).filter(([name]) => ABOUT.includes(name ?? '')),
      );
      return header.flatMap((figure, at) =>
        ABOUT.includes(figure) ? [] : [{ table, about, figure, value: unguarded(row[at] ?? '') }],
      );
    }),
  );
}

/**
 * What an attacker knows from a file alone, in the shape that its equations are read from: a release whose figures are those of the
 * file and no others. `strange` are figures that no release has, read as what they say they are.
 */
export function releaseFrom(
  figures: readonly ReadFigure[],
  skeleton: Release,
  panel: Panel,
): { release: Release; strange: Equation[] } {
  const release = structuredClone(skeleton);
  const find = (table: string, figure: string, about: Record<string, string>): number | null => {
    const found = figures.find(
      (one) =>
        one.table === table &&
        one.figure === figure &&
        Object.entries(about).every(([key, value]) => one.about[key] === value),
    );
    return found === undefined || found.value === '' ? null : Number(found.value);
  };
  for (const { wave, scales, network } of release.waves) {
    for (const [scale, level] of Object.entries(scales)) {
      level.organisationMean = find('scales', 'organisationMean', { wave, subject: scale });
      for (const [facet, it] of Object.entries(level.facets))
        it.organisationMean = find('scales', 'organisationMean', { wave, subject: `${scale}: ${facet}` });
    }
    for (const { levels } of Object.values(network ?? {}))
      for (const { level, pockets, pocketLevels } of levels)
        pocketLevels.forEach(({ pocket, rest }, at) => {
          for (const [part, column] of [[pocket, 'inside'] as const, [rest, 'elsewhere'] as const])
            for (const [scale, it] of Object.entries(part.scales))
              it.organisationMean = find('pockets', column, {
                wave,
                level: String(level),
                subject: `${pockets[at]?.join(' ')}: ${scale}`,
              });
        });
  }
  for (const { from, to, scales } of release.changes)
    for (const [scale, change] of Object.entries(scales))
      for (const key of ['mean', 'total', 'within', 'entry', 'exit'] as const)
        change[key] = find('changes', key, { wave: from, to, subject: scale });
  for (const [scale, trend] of Object.entries(release.trends)) {
    if (!trend) continue;
    trend.perYear = find('trends', 'perYear', { subject: `${scale}: ${trend.model}` });
    if (trend.within) trend.within.perYear = find('trends', 'perYear', { subject: `${scale}: within members` });
  }
  for (const {
    events,
    between: [from, to],
    scales,
    attendance,
  } of release.events)
    for (const [scale, effect] of Object.entries(scales)) {
      const about = { wave: from ?? '', to: to ?? '', subject: `${events.join(' ')}: ${scale}` };
      if (effect.design === 'segmented')
        [effect.level, effect.slope] = [find('effects', 'atOnce', about), find('effects', 'aYear', about)];
      const told = attendance[scale];
      if (told) {
        const [attendees, others] = [find('effects', 'tookPart', about), find('effects', 'others', about)];
        attendance[scale] = attendees === null || others === null ? null : { attendees, others };
      }
    }
  const strange = figures
    .filter(({ table, figure, value }) => table === 'scales' && figure === 'mean' && value !== '')
    .map(({ about }) => memberMeanEquation(panel, about.wave ?? '', about.subject ?? ''));
  return { release, strange };
}

/** Each file that a lead may take out, as figures. */
export async function exportedFigures(release: Release): Promise<Record<'csv' | 'xlsx' | 'json', ReadFigure[]>> {
  return {
    csv: readCsvFigures(leadCsv(release)),
    xlsx: readXlsxFigures(await leadXlsx(release)),
    // JSON is read by the tables of itself: what it holds beyond them is compared in the test.
    json: readCsvFigures(leadCsv(reviveRelease(JSON.stringify(release)))),
  };
}

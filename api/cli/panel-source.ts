import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PanelReading } from '@rapport/surveys/panel-assembly';
import { readPanelFiles, readPanelJson } from '@rapport/surveys/panel-files';
import type { Fault, Panel } from '@rapport/surveys/panel';
import { InputFault, type Terminal } from './command.ts';
import { progressOn } from './progress.ts';

/** `answers.csv:12: value: is 9, …`; without row or column where the fault has none. */
export const faultLine = ({ file, row, column, message }: Fault): string =>
  [row === null ? file : `${file}:${row}`, column ?? '', message].filter(Boolean).join(': ');

/**
 * The panel in a folder or a `.json` file that the user named; files that belong to no panel are mentioned on stderr.
 * @throws InputFault with one line per fault
 */
export async function panelFrom(path: string, terminal: Terminal): Promise<Panel> {
  const progress = progressOn(terminal);
  const reading = await readPanel(resolve(terminal.folder, path), path, progress.step);
  progress.end();
  if (!reading.panel) throw new InputFault(reading.faults.map(faultLine));
  for (const file of reading.ignored) terminal.err(`${file}: is no part of a panel and was not read\n`);
  return reading.panel;
}

type Step = ReturnType<typeof progressOn>['step'];

async function readPanel(path: string, typed: string, step: Step): Promise<PanelReading> {
  const kind = await stat(path).catch(() => null);
  if (!kind) throw new InputFault(`${typed}: there is no such folder or file`);
  if (!kind.isDirectory()) return readPanelJson(utf8(await readFile(path), typed), step);
  const names = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && /\.(csv|json)$/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const));
  return readPanelFiles(new Map(files), step);
}

function utf8(bytes: Uint8Array, typed: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputFault(`${typed}: is not UTF-8`);
  }
}

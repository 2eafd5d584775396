import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { recordAudit } from '@rapport/db/audit';
import { readPanel } from '@rapport/db/panel';
import { panelToExport } from '@rapport/surveys/panel-export';
import { panelToJson } from '@rapport/surveys/panel-files';
import { InputFault, parseCommand, UsageError, type Command } from './command.ts';
import { operator, withStore } from './store.ts';

export const exportCommand: Command = {
  summary: 'a network out of the database, as a panel',
  help: `usage: rapport export NETWORK --out DIR

Writes the whole panel of a network to a new or empty folder: CSV files, network.json, datapackage.json and codebook.csv.
It holds names, addresses and answers: keep it accordingly. Importing it gives the same panel.

  --out DIR        the folder; a name that ends in .json gets one JSON document instead`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['NETWORK'], { out: { type: 'string' } });
    const { out } = values;
    if (out === undefined) throw new UsageError('--out is missing');
    const slug = positionals[0] ?? '';
    const target = resolve(terminal.folder, out);
    const panel = await withStore(terminal, async (db) => {
      const { panel: stored } = await readPanel(db, slug);
      await recordAudit(
        db,
        slug,
        { action: 'panel.export', subject: slug, detail: { by: 'command' } },
        operator(terminal),
      );
      return stored;
    });
    if (target.endsWith('.json')) await writeWhole(target, panelToJson(panel));
    else await writeFolder(target, out, panelToExport(panel));
    terminal.out(`${target}\n`);
  },
};

const PRIVATE = { mode: 0o600 };

// Written beside its place and moved there: whoever finds the export finds all of it.
async function writeWhole(target: string, text: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), '.rapport-export-'));
  try {
    await writeFile(join(draft, basename(target)), text, PRIVATE);
    await rename(join(draft, basename(target)), target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeFolder(target: string, typed: string, files: ReadonlyMap<string, string>): Promise<void> {
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error.code === 'ENOTDIR' ? new InputFault(`${typed}: is not a folder`) : error;
  });
  if (there && there.length > 0) throw new InputFault(`${typed}: is not empty`);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), '.rapport-export-'));
  try {
    for (const [name, text] of files) await writeFile(join(draft, name), text, PRIVATE);
    // An empty folder that is there is replaced; on some systems only once it is gone.
    if (there) await rm(target, { recursive: true });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

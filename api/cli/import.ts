import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { dayIn } from '@rapport/db/calendar';
import { importPanel } from '@rapport/db/import-panel';
import { importResponses } from '@rapport/db/import-responses';
import { readPanel } from '@rapport/db/panel';
import { readWide } from '@rapport/surveys/wide-import';
import { wideMappingSchema, type WideMapping } from '@rapport/surveys/wide-mapping';
import { InputFault, parseCommand, UsageError, type Command, type Terminal } from './command.ts';
import { faultLine, panelFrom } from './panel-source.ts';
import { progressOn } from './progress.ts';
import { operator, withStore } from './store.ts';

export const importCommand: Command = {
  summary: 'a panel into the database, or answers from a wide file',
  help: `usage: rapport import PANEL
       rapport import FILE --mapping MAPPING --network SLUG [--check]

Reads a panel (a folder of CSV files, or a .json file) and stores it as a new network, all of it or nothing. Every fault is
named, up to 100, one to a line on stderr. The database is DATABASE_URL.

With --mapping it adds the answers of a CSV file with one row for each response, as LimeSurvey and REDCap export it, to a
network that has its people and waves; what is there already is never replaced.

  --mapping FILE   how its columns and values become answers (JSON, format rapport-mapping/1: docs/operator.md)
  --network SLUG   the network
  --check          only say what would come of it`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['PANEL'], {
      mapping: { type: 'string' },
      network: { type: 'string' },
      check: { type: 'boolean' },
    });
    const { mapping, network, check = false } = values;
    if ((mapping === undefined) !== (network === undefined))
      throw new UsageError('--mapping and --network go together');
    const path = positionals[0] ?? '';
    if (mapping !== undefined && network !== undefined) return wide({ path, mapping, network, check }, terminal);
    if (check) throw new UsageError('--check needs --mapping; a panel is checked by `rapport check`');
    await whole(path, terminal);
  },
};

async function whole(path: string, terminal: Terminal): Promise<void> {
  const panel = await panelFrom(path, terminal);
  await withStore(terminal, async (db) => {
    const progress = progressOn(terminal);
    await importPanel(db, panel, {
      ...operator(terminal),
      onProgress: (done, all) => progress.step(done, all, 'storing'),
    });
    progress.end();
  });
  const { members, waves, answers, ties, network } = panel;
  terminal.out(
    `${network.slug}: imported ${members.length} members, ${waves.length} waves, ${answers.length} answers, ${ties.length} ties\n`,
  );
}

interface Wide {
  path: string;
  mapping: string;
  network: string;
  check: boolean;
}

async function wide({ path, mapping: mappingPath, network, check }: Wide, terminal: Terminal): Promise<void> {
  const mapping = mappingFrom(await textOf(mappingPath, terminal), mappingPath);
  const text = await textOf(path, terminal);
  await withStore(terminal, async (db) => {
    const { panel } = await readPanel(db, network);
    const today = dayIn(panel.network.timezone, terminal.clock());
    const { responses, faults, ignored } = readWide(text, mapping, panel, { today, file: basename(path) });
    for (const column of ignored) terminal.err(`${column}: the mapping says nothing of it\n`);
    if (faults.length > 0) throw new InputFault(faults.map(faultLine));
    if (responses.length === 0) throw new InputFault(`${path}: has no answer that the mapping names`);
    if (!check) await importResponses(db, network, responses, operator(terminal));
    terminal.out(`${network}: ${responses.length} responses ${check ? 'could be added' : 'added'}\n`);
  });
}

async function textOf(path: string, { folder }: Terminal): Promise<string> {
  const bytes = await readFile(resolve(folder, path)).catch(() => null);
  if (!bytes) throw new InputFault(`${path}: there is no such file`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputFault(`${path}: is not UTF-8`);
  }
}

function mappingFrom(text: string, path: string): WideMapping {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputFault(`${path}: is not JSON`);
  }
  const parsed = wideMappingSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InputFault(parsed.error.issues.map((issue) => `${path}: ${issue.path.join('.')}: ${issue.message}`));
}

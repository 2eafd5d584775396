import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createNetwork } from '@rapport/db/networks';
import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import { builtInInstrument, builtInKeys } from '@rapport/surveys/instruments/built-in';
import { networkSchema } from '@rapport/surveys/panel';
import { InputFault, parseCommand, UsageError, type Command, type Terminal } from './command.ts';
import { operator, withStore } from './store.ts';

export const networkAddCommand: Command = {
  summary: 'an empty network',
  help: `usage: rapport network add SLUG --name NAME [--timezone ZONE] [--locale LANGUAGE] [--instrument KEY|FILE]

Adds an empty network; SLUG is part of addresses: lower-case letters, digits and hyphens.

  --name NAME         what it is called
  --timezone ZONE     in which its waves open and close; UTC if left out
  --locale LANGUAGE   of its members; en if left out
  --instrument I      a built-in one (${builtInKeys().join(', ')}) or the file of one of your own; pulse@1 if left out`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['SLUG'], {
      name: { type: 'string' },
      timezone: { type: 'string' },
      locale: { type: 'string' },
      instrument: { type: 'string' },
    });
    const { name, timezone = 'UTC', locale = 'en', instrument: chosen = 'pulse@1' } = values;
    if (name === undefined) throw new UsageError('--name is missing');
    const fields = networkSchema.pick({ slug: true, name: true, timezone: true, locale: true });
    const network = fields.safeParse({ slug: positionals[0], name, timezone, locale });
    if (!network.success)
      throw new InputFault(network.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
    const instrument = await instrumentFrom(chosen, terminal);
    await withStore(terminal, (db) => createNetwork(db, { ...network.data, instrument }, operator(terminal)));
    terminal.out(`${network.data.slug}\n`);
  },
};

async function instrumentFrom(chosen: string, { folder }: Terminal): Promise<Instrument> {
  const builtIn = builtInInstrument(chosen);
  if (builtIn) return builtIn;
  const text = await readFile(resolve(folder, chosen), 'utf8').catch(() => null);
  if (text === null) throw new InputFault(`${chosen}: is neither a built-in instrument nor a file`);
  const parsed = instrumentSchema.safeParse(json(text, chosen));
  if (!parsed.success)
    throw new InputFault(parsed.error.issues.map(({ path, message }) => `${chosen}: ${path.join('.')}: ${message}`));
  return parsed.data;
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputFault(`${file}: is not JSON`);
  }
}

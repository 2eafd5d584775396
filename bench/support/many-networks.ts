import { importPanel } from '../../db/import-panel.ts';
import type { Db } from '../../db/open.ts';
import { benchPanel } from '../panel.ts';

const SIZE = { organisations: 10, membersEach: 10, waves: 35, rated: 2 };
const BY = { actor: 'bench', now: new Date() };
/** The tables of a panel that `SIZE` fills, each with the columns that are copied as they are. */
const TABLES: Record<string, string> = {
  instruments: 'key, position, instrument',
  organisations: 'organisation, position, name, joined, "left", named',
  members: 'member, position, organisation, name, email, joined, "left", language, person, pseudonym',
  waves: 'wave, label, opens, closes, instrument, closed_at',
  responses: 'wave, member, answers, ties, texts, row_order, submitted_at',
};

/**
 * Fills a migrated database with networks `bench`, `n1`, `n2`, … until there are about `answers` answers; gives how many of both.
 * The first is imported, the others are made from its rows by the engine itself.
 */
export async function fillNetworks(db: Db, answers: number): Promise<{ networks: number; answers: number }> {
  const panel = benchPanel(SIZE);
  await importPanel(db, panel, BY);
  const networks = Math.round(answers / panel.answers.length);
  const columns =
    'name, timezone, locale, minimum_cell, instrument, reminders, still_so, retention_months, revision, created_at';
  await db.migration(function* () {
    for (let n = 1; n < networks; n += 1) {
      yield `INSERT INTO networks (slug, ${columns}) SELECT 'n${n}', ${columns} FROM networks WHERE slug = 'bench'`;
      for (const [table, kept] of Object.entries(TABLES))
        yield `INSERT INTO ${table} (network, ${kept}) SELECT 'n${n}', ${kept} FROM ${table} WHERE network = 'bench'`;
    }
  });
  return { networks, answers: networks * panel.answers.length };
}

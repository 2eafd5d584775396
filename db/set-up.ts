import { count, eq } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import type { Db } from './open.ts';

/** How much of a network is there already: what its set-up has still to ask for. */
export interface SetUpCounts {
  organisations: number;
  members: number;
  declarations: number;
  goals: number;
  waves: number;
}

export async function countSetUp(db: Db, network: string): Promise<SetUpCounts> {
  const t = db.tables;
  const tables = [t.organisations, t.members, t.declarations, t.goals, t.waves] as const;
  const rows = await snapshot(db, (tx) =>
    tables.map((table) => tx.select({ rows: count() }).from(table).where(eq(table.network, network))),
  );
  const [organisations = 0, members = 0, declarations = 0, goals = 0, waves = 0] = rows.map(([row]) => row?.rows ?? 0);
  return { organisations, members, declarations, goals, waves };
}

import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from './open.ts';

/** One taking-out of a network's panel; `by` is null for whoever runs the server. */
export interface TakenOut {
  at: Date;
  by: string | null;
}

/** When the panel of a network was taken out and by whom, by name where the account has one; the latest first. */
export async function listTakenOut(db: Db, network: string, limit = 50): Promise<TakenOut[]> {
  const { audit, user } = db.tables;
  const rows = await db
    .select({ at: audit.at, actor: audit.actor, name: user.name, email: user.email })
    .from(audit)
    .leftJoin(user, eq(sql`'account:' || ${user.id}`, audit.actor))
    .where(and(eq(audit.chain, network), eq(audit.action, 'panel.export')))
    .orderBy(desc(audit.seq))
    .limit(limit);
  return rows.map(({ at, actor, name, email }) => ({
    at,
    by: name || email || (actor.startsWith('account:') ? actor : null),
  }));
}

import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';

const appointed = prepared(({ tables: { grants, user } }, tx, given: Given<{ network: string; opens: string }>) =>
  tx
    .select({ name: user.name, email: user.email })
    .from(grants)
    .innerJoin(user, eq(user.id, grants.userId))
    .where(
      and(
        eq(grants.network, given('network', grants.network)),
        eq(grants.role, 'custodian'),
        isNull(user.disabledAt),
        or(isNull(grants.beginsAfter), lt(grants.beginsAfter, given('opens', grants.beginsAfter))),
      ),
    )
    .orderBy(asc(user.name), asc(user.email)),
);

/**
 * Names of those who may take the answers of a wave that opens on `opens` out under numbers: what its members consent to. A
 * custodian appointed while a wave is open, or after it, is not among those of that wave.
 */
export async function listCustodians(db: Db, network: string, opens: string): Promise<string[]> {
  const rows = await db.read(appointed({ network, opens }));
  return rows.map(({ name, email }) => name || email);
}

export interface Appointment {
  /** Waves that opened up to this day are not theirs; null for none such. */
  after: string | null;
  /** The opening day of the first wave that is theirs; null while none is planned. */
  begins: string | null;
}

/** Since when an account is custodian of a network; null when it isn't. */
export async function findAppointment(db: Db, network: string, userId: string): Promise<Appointment | null> {
  const { grants, waves } = db.tables;
  const [grant] = await db
    .select({ after: grants.beginsAfter })
    .from(grants)
    .where(and(eq(grants.network, network), eq(grants.userId, userId), eq(grants.role, 'custodian')));
  if (!grant) return null;
  const [first] = await db
    .select({ opens: waves.opens })
    .from(waves)
    .where(and(eq(waves.network, network), gt(waves.opens, grant.after ?? sql`'0001-01-01'`)))
    .orderBy(asc(waves.opens))
    .limit(1);
  return { after: grant.after, begins: first?.opens ?? null };
}

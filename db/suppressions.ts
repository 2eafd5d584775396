import { and, eq } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import type { Db } from './open.ts';
import { pseudonymOf } from './pseudonyms.ts';
import type { Row } from './tables.ts';

export type SuppressionRow = Row<'suppressions'>;

/** A member asks for no more mail from a network; again changes nothing. */
export async function optOut(db: Db, network: string, member: string, by: By): Promise<void> {
  const { suppressions } = db.tables;
  const row = { network, member, kind: 'opt-out' as const, address: null, reason: null, since: by.now };
  if (await hasOptedOut(db, network, member)) return;
  const subject = await pseudonymOf(db, network, member);
  await atomic(db, (tx) => [
    tx.insert(suppressions).values(row).onConflictDoNothing(),
    ...auditSteps(network, { action: 'mail.opt-out', subject }, by),
  ]);
}

/** A member who had opted out wants mail again. */
export async function optIn(db: Db, network: string, member: string, by: By): Promise<void> {
  const { suppressions } = db.tables;
  if (!(await hasOptedOut(db, network, member))) return;
  const subject = await pseudonymOf(db, network, member);
  await atomic(db, (tx) => [
    tx.delete(suppressions).where(optedOut(db, network, member)),
    ...auditSteps(network, { action: 'mail.opt-in', subject }, by),
  ]);
}

export async function hasOptedOut(db: Db, network: string, member: string): Promise<boolean> {
  const { suppressions } = db.tables;
  const rows = await db
    .select({ since: suppressions.since })
    .from(suppressions)
    .where(optedOut(db, network, member));
  return rows.length > 0;
}

const optedOut = ({ tables: { suppressions } }: Db, network: string, member: string) =>
  and(eq(suppressions.network, network), eq(suppressions.member, member), eq(suppressions.kind, 'opt-out'));

/** A mail server refused an address for good; `reason` is the code of its reply, and holds no address. */
export async function recordBounce(
  db: Db,
  { network, member, address, reason }: { network: string; member: string; address: string; reason: string },
  by: By,
): Promise<void> {
  const { suppressions } = db.tables;
  const stored = { address, reason, since: by.now };
  const subject = await pseudonymOf(db, network, member);
  await atomic(db, (tx) => [
    tx
      .insert(suppressions)
      .values({ network, member, kind: 'bounce' as const, ...stored })
      .onConflictDoUpdate({ target: [suppressions.network, suppressions.member, suppressions.kind], set: stored }),
    ...auditSteps(network, { action: 'mail.bounce', subject, detail: { reason } }, by),
  ]);
}

import { createHash } from 'node:crypto';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { atomic, type Step } from './atomic.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import type { Row } from './tables.ts';
import type { AuditDetail } from './tables/outcomes.ts';

/** Who does something, and when: `lead@example.org`, `member:m-01`, `operator`. Erasure needs pseudonyms for members. */
export interface By {
  actor: string;
  now: Date;
}

/** What was done to what: `wave.close`, `2026-Q1`. `detail` holds no answer and no address. */
export interface AuditEntry {
  action: string;
  subject: string;
  detail?: AuditDetail;
}

export type AuditRow = Row<'audit'>;

/** The chain of what concerns no network: sign-ins, accounts, operation. */
export const SYSTEM_CHAIN = 'system';
const GENESIS = '0'.repeat(64);

const nextHead = prepared((db, tx, given: Given<{ chain: string; first: string; payload: string }>) => {
  const { auditChains } = db.tables;
  const payload = given('payload', auditChains.hash);
  return tx
    .insert(auditChains)
    .values({
      chain: given('chain', auditChains.chain),
      seq: 1,
      previous: GENESIS,
      hash: db.sha256(given('first', auditChains.hash)),
    })
    .onConflictDoUpdate({
      target: auditChains.chain,
      set: {
        seq: sql`${auditChains.seq} + 1`,
        previous: sql`${auditChains.hash}`,
        hash: db.sha256(sql`${auditChains.hash} || ${payload}`),
      },
    });
});

type NewEntry = { chain: string } & Pick<AuditRow, 'at' | 'actor' | 'action' | 'subject' | 'detail'>;
const newEntry = prepared(({ tables: { audit, auditChains } }, tx, given: Given<NewEntry>) => {
  const chain = given('chain', audit.chain);
  const head = (column: typeof auditChains.seq | typeof auditChains.hash | typeof auditChains.previous) =>
    sql`(select ${column} from ${auditChains} where ${auditChains.chain} = ${chain})`;
  return tx.insert(audit).values({
    chain,
    seq: head(auditChains.seq),
    at: given('at', audit.at),
    actor: given('actor', audit.actor),
    action: given('action', audit.action),
    subject: given('subject', audit.subject),
    detail: given('detail', audit.detail),
    previous: head(auditChains.previous),
    hash: head(auditChains.hash),
  });
});

/**
 * The queries that append one entry. The first locks the head of the chain and moves it on, so that entries of several
 * processes line up without reading anything into JavaScript.
 */
export function auditSteps(chain: string, { action, subject, detail = {} }: AuditEntry, by: By): Step[] {
  const entry = { at: by.now, actor: by.actor, action, subject, detail };
  const payload = payloadOf(entry);
  return [nextHead({ chain, first: GENESIS + payload, payload }), newEntry({ chain, ...entry })];
}

/** Appends one entry by itself: a view, an export, a sign-in. */
export async function recordAudit(db: Db, chain: string, entry: AuditEntry, by: By): Promise<void> {
  await atomic(db, () => auditSteps(chain, entry, by));
}

/** Up to `limit` entries of a chain after `seq`, in order. */
export async function listAudit(db: Db, chain: string, { after = 0, limit = 1000 } = {}): Promise<AuditRow[]> {
  const { audit } = db.tables;
  return db
    .select()
    .from(audit)
    .where(and(eq(audit.chain, chain), gt(audit.seq, after)))
    .orderBy(asc(audit.seq))
    .limit(limit);
}

/**
 * Follows a chain from its first entry to its head. `broken` is the first number at which it doesn't hold (an entry was
 * changed, removed or added), null when all of it does.
 */
export async function verifyAudit(db: Db, chain: string): Promise<{ entries: number; broken: number | null }> {
  const { auditChains } = db.tables;
  let hash = GENESIS;
  let seq = 0;
  for (let page = await listAudit(db, chain); page.length > 0; page = await listAudit(db, chain, { after: seq })) {
    for (const row of page) {
      const expected = createHash('sha256')
        .update(hash + payloadOf(row))
        .digest('hex');
      if (row.seq !== seq + 1 || row.previous !== hash || row.hash !== expected)
        return { entries: seq, broken: seq + 1 };
      hash = row.hash;
      seq = row.seq;
    }
  }
  const [head] = await db.select().from(auditChains).where(eq(auditChains.chain, chain));
  const whole = head === undefined ? seq === 0 : head.seq === seq && head.hash === hash;
  return { entries: seq, broken: whole ? null : seq + 1 };
}

const payloadOf = (entry: Pick<AuditRow, 'at' | 'actor' | 'action' | 'subject' | 'detail'>): string =>
  JSON.stringify([entry.at.toISOString(), entry.actor, entry.action, entry.subject, entry.detail]);

import { and, count, eq, isNull, lt, notExists, sql } from 'drizzle-orm';
import { verifyAudit } from './audit.ts';
import { sha256 } from './fingerprint.ts';
import type { Db } from './open.ts';

/** Every chain of the audit, followed from its first entry to its head; a network that has none has lost it. */
export async function verifyAllAudit(db: Db): Promise<{ chain: string; entries: number; broken: number | null }[]> {
  const { audit, auditChains, networks } = db.tables;
  const [heads, entries, slugs] = await Promise.all([
    db.select({ chain: auditChains.chain }).from(auditChains),
    db.selectDistinct({ chain: audit.chain }).from(audit),
    db.select({ chain: networks.slug }).from(networks),
  ]);
  // Its making is a network's first entry.
  const made = new Set(slugs.map(({ chain }) => chain));
  const chains = [...new Set([...heads, ...entries, ...slugs].map(({ chain }) => chain))].sort();
  const results = [];
  for (const chain of chains) {
    const found = await verifyAudit(db, chain);
    results.push({ chain, ...found, broken: found.entries === 0 && made.has(chain) ? 1 : found.broken });
  }
  return results;
}

/** Frozen releases whose bytes no longer have the hash beside them, as `network/audience/sequence`. */
export async function alteredReleases(db: Db): Promise<string[]> {
  const { releases } = db.tables;
  const { network, audience, sequence } = releases;
  const keys = await db.select({ network, audience, sequence }).from(releases);
  const altered: string[] = [];
  // One at a time: each holds the figures of many waves.
  for (const key of keys) {
    const [row] = await db
      .select({ release: releases.release, sha256: releases.sha256 })
      .from(releases)
      .where(and(eq(network, key.network), eq(audience, key.audience), eq(sequence, key.sequence)));
    if (row && sha256(JSON.stringify(row.release)) !== row.sha256)
      altered.push(`${key.network}/${key.audience}/${key.sequence}`);
  }
  return altered;
}

/** Rows that speak of a member or wave that there isn't, by table: foreign keys forbid them, other hands may have left them. */
export async function orphanRows(db: Db): Promise<{ table: string; rows: number }[]> {
  const { members, waves, responses, drafts, invitations, surveySessions, consents, mailLinks, releases, reports } =
    db.tables;
  const ofMember = { responses, drafts, invitations, surveySessions, consents, mailLinks };
  const ofWave = { ...ofMember, releases, reports };
  const counts = new Map<string, number>();
  for (const [name, table] of Object.entries(ofMember)) {
    const there = db
      .select({ one: sql`1` })
      .from(members)
      .where(and(eq(members.network, table.network), eq(members.member, table.member)));
    const [row] = await db.select({ rows: count() }).from(table).where(notExists(there));
    counts.set(name, row?.rows ?? 0);
  }
  for (const [name, table] of Object.entries(ofWave)) {
    const there = db
      .select({ one: sql`1` })
      .from(waves)
      .where(and(eq(waves.network, table.network), eq(waves.wave, table.wave)));
    const [row] = await db.select({ rows: count() }).from(table).where(notExists(there));
    counts.set(name, (counts.get(name) ?? 0) + (row?.rows ?? 0));
  }
  return [...counts].filter(([, rows]) => rows > 0).map(([table, rows]) => ({ table, rows }));
}

/** Jobs that were given up, and those that wait though they were due before `since`. */
export async function troubledJobs(db: Db, since: Date): Promise<{ failed: number; overdue: number }> {
  const { jobs } = db.tables;
  const [[failed], [overdue]] = await Promise.all([
    db
      .select({ rows: count() })
      .from(jobs)
      .where(sql`${jobs.failedAt} is not null`),
    db
      .select({ rows: count() })
      .from(jobs)
      .where(and(isNull(jobs.doneAt), isNull(jobs.failedAt), lt(jobs.runAt, since), isNull(jobs.lastError))),
  ]);
  return { failed: failed?.rows ?? 0, overdue: overdue?.rows ?? 0 };
}

/** The latest instant that the audit knows of: a clock behind it went backwards. */
export async function latestInstant(db: Db): Promise<Date | null> {
  const { audit } = db.tables;
  const [row] = await db
    .select({ at: audit.at })
    .from(audit)
    .orderBy(sql`${audit.at} desc`)
    .limit(1);
  return row?.at ?? null;
}

/** The clock of the database's server; null where it is this machine's. */
export async function serverClock(db: Db): Promise<Date | null> {
  if (db.engine === 'sqlite') return null;
  const [row] = await db
    .select({ now: sql<string>`cast(extract(epoch from clock_timestamp()) * 1000 as text)` })
    .from(sql`(select 1) as one`);
  return row ? new Date(Number(row.now)) : null;
}

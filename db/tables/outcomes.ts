import type { Audience, Ledger, Release } from '@rapport/analytics/release';
import type { AnyColumn, Columns } from '../columns.ts';
import type { panelTables } from './panel.ts';

export type AuditDetail = Record<string, unknown>;
export type JobPayload = Record<string, unknown>;

/** What came of the answers: frozen releases, published reports and their links; the audit and the jobs. */
export function outcomeTables(
  { table, primaryKey, foreignKey, index, uniqueIndex, text, integer, instant, json }: Columns,
  { members, waves }: Pick<ReturnType<typeof panelTables>, 'members' | 'waves'>,
) {
  const toWave = (name: string, t: { network: AnyColumn; wave: AnyColumn }) =>
    foreignKey({ name, columns: [t.network, t.wave], foreignColumns: [waves.network, waves.wave] });

  const releases = table(
    'releases',
    {
      network: text().notNull(),
      audience: text().$type<Audience>().notNull(),
      /** From 1, without gaps: each rests on the ledger of the one before. */
      sequence: integer().notNull(),
      wave: text().notNull(),
      release: json<Release>().notNull(),
      ledger: json<Ledger>().notNull(),
      /** Of the text of `release`, in hexadecimal. */
      sha256: text().notNull(),
      methodVersion: text().notNull(),
      createdAt: instant().notNull(),
    },
    (t) => [primaryKey({ columns: [t.network, t.audience, t.sequence] }), toWave('releases_of', t)],
  );

  const reports = table(
    'reports',
    {
      network: text().notNull(),
      report: text().notNull(),
      /** Publication number within the network, from 1. */
      number: integer().notNull(),
      wave: text().notNull(),
      /** The frozen document, byte for byte what `sha256` was made from. */
      document: text().notNull(),
      sha256: text().notNull(),
      /** The report that this one corrects. */
      replaces: text(),
      publishedAt: instant().notNull(),
      publishedBy: text().notNull(),
      withdrawnAt: instant(),
      withdrawnNote: text(),
    },
    (t) => [
      primaryKey({ columns: [t.network, t.report] }),
      uniqueIndex('reports_by_number').on(t.network, t.number),
      toWave('reports_of', t),
    ],
  );

  const shares = table(
    'shares',
    {
      tokenHash: text().primaryKey(),
      network: text().notNull(),
      report: text().notNull(),
      share: text().notNull(),
      createdAt: instant().notNull(),
      expiresAt: instant(),
      revokedAt: instant(),
      passphraseHash: text(),
      views: integer().notNull().default(0),
    },
    (t) => [
      uniqueIndex('shares_by_report').on(t.network, t.report, t.share),
      foreignKey({
        name: 'shares_of',
        columns: [t.network, t.report],
        foreignColumns: [reports.network, reports.report],
      }),
    ],
  );

  /** The head of each hash chain: locked by the update that every new entry begins with. */
  const auditChains = table('audit_chains', {
    chain: text().primaryKey(),
    seq: integer().notNull(),
    previous: text().notNull(),
    hash: text().notNull(),
  });

  /** Append-only. `chain` is a network's slug, or `system` for what concerns none. */
  const audit = table(
    'audit',
    {
      chain: text().notNull(),
      seq: integer().notNull(),
      at: instant().notNull(),
      actor: text().notNull(),
      action: text().notNull(),
      subject: text().notNull(),
      detail: json<AuditDetail>().notNull(),
      previous: text().notNull(),
      hash: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.chain, t.seq] })],
  );

  /** Who was erased, by pseudonym alone: what a backup from before is brought up to. */
  const erasures = table(
    'erasures',
    { network: text().notNull(), pseudonym: text().notNull(), erasedAt: instant().notNull() },
    (t) => [primaryKey({ columns: [t.network, t.pseudonym] })],
  );

  const jobs = table(
    'jobs',
    {
      job: text().primaryKey(),
      kind: text().notNull(),
      payload: json<JobPayload>().notNull(),
      /** Whom and which wave it is about, where it is about one: it goes with them. */
      network: text(),
      wave: text(),
      member: text(),
      /** At most one job with this key was ever queued. */
      uniqueKey: text(),
      runAt: instant().notNull(),
      attempts: integer().notNull().default(0),
      leasedBy: text(),
      leaseUntil: instant(),
      doneAt: instant(),
      failedAt: instant(),
      /** What came of a job that is done. */
      outcome: text(),
      lastError: text(),
      createdAt: instant().notNull(),
    },
    (t) => [
      uniqueIndex('jobs_by_unique_key').on(t.uniqueKey),
      index('jobs_due').on(t.doneAt, t.failedAt, t.runAt),
      index('jobs_by_wave').on(t.network, t.wave, t.member),
      toWave('jobs_about', t).onDelete('cascade'),
      foreignKey({
        name: 'jobs_for',
        columns: [t.network, t.member],
        foreignColumns: [members.network, members.member],
      }).onDelete('cascade'),
    ],
  );

  return { releases, reports, shares, auditChains, audit, erasures, jobs };
}

import { and, desc, eq, getTableColumns, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { onlyRow } from './changes.ts';
import { Altered, Conflict, NotFound } from './errors.ts';
import { sha256 } from './fingerprint.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

/** A published report; `document` is the frozen JSON text that `sha256` was made from. */
export type ReportRow = Row<'reports'>;
/** `locked`: a passphrase is asked for. */
export type ShareRow = Omit<Row<'shares'>, 'tokenHash' | 'passphraseHash'> & { locked: boolean };
export interface OpenedShare {
  report: ReportRow;
  passphraseHash: string | null;
}

export interface NewReport {
  report: string;
  wave: string;
  document: string;
  /** The report that this one corrects. */
  replaces?: string | null;
  /** The number that the document itself names; without one the network's next. */
  number?: number;
}

/** Publishes a report under the network's next number. @throws NotFound (network, or report to replace); Conflict when the id or the number is taken. */
export async function publishReport(db: Db, network: string, report: NewReport, by: By): Promise<ReportRow> {
  const { networks, reports } = db.tables;
  const { replaces = null } = report;
  const hash = sha256(report.document);
  const [, rows] = await atomic(db, (tx) => [
    // Locks the network's row, so that reports published at once get one number each.
    must(
      tx
        .update(networks)
        .set({ revision: sql`${networks.revision}` })
        .where(eq(networks.slug, network))
        .returning({ slug: networks.slug }),
      () => new NotFound('network', network),
    ),
    must(
      tx
        .insert(reports)
        .values({
          ...report,
          network,
          number:
            report.number ??
            sql`(select coalesce(max(${reports.number}), 0) + 1 from ${reports} where ${reports.network} = ${network})`,
          sha256: hash,
          publishedAt: by.now,
          publishedBy: by.actor,
        })
        .onConflictDoNothing()
        .returning(),
      () => new Conflict(`There is a report "${report.report}" already.`),
    ),
    ...(replaces === null
      ? []
      : [
          must(
            tx
              .select({ report: reports.report })
              .from(reports)
              .where(keyed(db, network, replaces)),
            () => {
              return new NotFound('report', replaces);
            },
          ),
        ]),
    ...auditSteps(
      network,
      { action: 'report.publish', subject: report.report, detail: { wave: report.wave, sha256: hash } },
      by,
    ),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound */
export async function getReport(db: Db, network: string, report: string): Promise<ReportRow> {
  const { reports } = db.tables;
  const [row] = await db
    .select()
    .from(reports)
    .where(keyed(db, network, report));
  if (!row) throw new NotFound('report', report);
  return row;
}

/** The reports of these networks, the newest first. */
export async function listReports(db: Db, networks: readonly string[]): Promise<ReportRow[]> {
  const { reports } = db.tables;
  if (networks.length === 0) return [];
  return db
    .select()
    .from(reports)
    .where(inArray(reports.network, [...networks]))
    .orderBy(desc(reports.publishedAt), desc(reports.number));
}

/** Withdraws a report, once, leaving a note in its place. @throws NotFound when there is none that isn't withdrawn. */
export async function withdrawReport(
  db: Db,
  network: string,
  report: string,
  note: string | null,
  by: By,
): Promise<void> {
  const { reports } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .update(reports)
        .set({ withdrawnAt: by.now, withdrawnNote: note })
        .where(and(keyed(db, network, report), isNull(reports.withdrawnAt)))
        .returning({ report: reports.report }),
      () => new NotFound('report', report),
    ),
    ...auditSteps(network, { action: 'report.withdraw', subject: report }, by),
  ]);
}

export interface NewShare {
  share: string;
  /** `sha256` (fingerprint.ts) of the link's token. */
  tokenHash: string;
  expiresAt?: Date | null;
  passphraseHash?: string | null;
}

/** Shares a report by a link. @throws NotFound when there is none that isn't withdrawn. */
export async function shareReport(db: Db, network: string, report: string, share: NewShare, by: By): Promise<void> {
  const { reports, shares } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .select({ report: reports.report })
        .from(reports)
        .where(and(keyed(db, network, report), isNull(reports.withdrawnAt))),
      () => new NotFound('report', report),
    ),
    tx.insert(shares).values({ ...share, network, report, createdAt: by.now }),
    ...auditSteps(network, { action: 'report.share', subject: report, detail: { share: share.share } }, by),
  ]);
}

/** The links of a report with their views, the newest first. */
export async function listShares(db: Db, network: string, report: string): Promise<ShareRow[]> {
  const { shares } = db.tables;
  const { tokenHash: _token, ...columns } = getTableColumns(shares);
  const rows = await db
    .select(columns)
    .from(shares)
    .where(and(eq(shares.network, network), eq(shares.report, report)))
    .orderBy(desc(shares.createdAt));
  return rows.map(({ passphraseHash, ...row }) => ({ ...row, locked: passphraseHash !== null }));
}

/** Ends a link; one that has ended stays so. @throws NotFound */
export async function revokeShare(db: Db, network: string, report: string, share: string, by: By): Promise<void> {
  const { shares } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .update(shares)
        .set({ revokedAt: sql`coalesce(${shares.revokedAt}, ${sql.param(by.now, shares.revokedAt)})` })
        .where(and(eq(shares.network, network), eq(shares.report, report), eq(shares.share, share)))
        .returning({ share: shares.share }),
      () => new NotFound('share', share),
    ),
    ...auditSteps(network, { action: 'report.revoke', subject: report, detail: { share } }, by),
  ]);
}

/** The same as `openShare`, without counting a view. @throws NotFound for an unknown, expired or revoked link. */
export async function findShare(db: Db, tokenHash: string, now: Date): Promise<OpenedShare> {
  const { reports, shares } = db.tables;
  const [row] = await db
    .select({ report: reports, passphraseHash: shares.passphraseHash })
    .from(shares)
    .innerJoin(reports, and(eq(reports.network, shares.network), eq(reports.report, shares.report)))
    .where(standing(db, tokenHash, now));
  if (!row) throw new NotFound('report', '…');
  return unaltered(row);
}

/**
 * The report behind a link, counting the view. A withdrawn report is given too, so that its note can be shown.
 *
 * @throws NotFound for an unknown, expired or revoked link.
 */
export async function openShare(db: Db, tokenHash: string, now: Date): Promise<OpenedShare> {
  const { reports, shares } = db.tables;
  const [, rows] = await atomic(db, (tx) => [
    must(
      tx
        .update(shares)
        .set({ views: sql`${shares.views} + 1` })
        .where(standing(db, tokenHash, now))
        .returning({ share: shares.share }),
      () => new NotFound('report', '…'),
    ),
    tx
      .select({ report: reports, passphraseHash: shares.passphraseHash })
      .from(shares)
      .innerJoin(reports, and(eq(reports.network, shares.network), eq(reports.report, shares.report)))
      .where(eq(shares.tokenHash, tokenHash)),
  ]);
  return unaltered(onlyRow(rows));
}

/** What was published is given byte for byte, or not at all. @throws Altered */
function unaltered(opened: OpenedShare): OpenedShare {
  const { document, sha256: published, network, report } = opened.report;
  if (sha256(document) !== published) throw new Altered(`Report "${report}" of "${network}"`);
  return opened;
}

/** The link of this token, while it is neither revoked nor expired. */
const standing = ({ tables: { shares } }: Db, tokenHash: string, now: Date) =>
  and(
    eq(shares.tokenHash, tokenHash),
    isNull(shares.revokedAt),
    or(isNull(shares.expiresAt), gt(shares.expiresAt, now)),
  );

const keyed = (db: Db, network: string, report: string) => {
  const { reports } = db.tables;
  return and(eq(reports.network, network), eq(reports.report, report));
};

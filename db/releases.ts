import type { Audience, Ledger, Release } from '@rapport/analytics/release';
import { and, asc, desc, eq } from 'drizzle-orm';
import { atomic, must, type Step } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { noErasureSince } from './erasures-since.ts';
import { Altered, Conflict } from './errors.ts';
import { sha256 } from './fingerprint.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

/** A frozen release: it never changes, and the next one to the audience rests on its ledger. */
export type FrozenRelease = Row<'releases'>;

export interface NewRelease {
  network: string;
  audience: Audience;
  /** One above the last release's, 1 for the first. */
  sequence: number;
  wave: string;
  release: Release;
  ledger: Ledger;
  methodVersion: string;
  /** `erasures` of the panel that it was made from (panel.ts). */
  erasures: number;
}

/**
 * Freezes a release after the last one that it was made from.
 * @throws Conflict when another was frozen meanwhile; ErasedMeanwhile when its panel still has somebody who was erased
 */
export async function freezeRelease(db: Db, release: NewRelease, by: By): Promise<void> {
  const { releases } = db.tables;
  const { erasures, ...row } = release;
  const { network, audience, sequence, wave } = row;
  await atomic(db, (tx): Step[] => [
    ...noErasureSince(db, tx, network, erasures),
    must(
      tx
        .insert(releases)
        .values({ ...row, sha256: sha256(JSON.stringify(release.release)), createdAt: by.now })
        .onConflictDoNothing()
        .returning({ sequence: releases.sequence }),
      () => new Conflict(`Release ${sequence} for the ${audience} is there already.`),
    ),
    ...auditSteps(network, { action: 'release.freeze', subject: wave, detail: { audience, sequence } }, by),
  ]);
}

/** The last release to an audience, null before the first. */
export async function lastRelease(db: Db, network: string, audience: Audience): Promise<FrozenRelease | null> {
  const { releases } = db.tables;
  const [row] = await db
    .select()
    .from(releases)
    .where(and(eq(releases.network, network), eq(releases.audience, audience)))
    .orderBy(desc(releases.sequence))
    .limit(1);
  return row ? unaltered(row) : null;
}

/** The release of that number to an audience without its ledger, which is large; null when there is none. */
export async function readRelease(
  db: Db,
  network: string,
  audience: Audience,
  sequence: number,
): Promise<Release | null> {
  const { releases } = db.tables;
  const [row] = await db
    .select({
      network: releases.network,
      audience: releases.audience,
      sequence: releases.sequence,
      release: releases.release,
      sha256: releases.sha256,
    })
    .from(releases)
    .where(and(eq(releases.network, network), eq(releases.audience, audience), eq(releases.sequence, sequence)));
  return row ? unaltered(row).release : null;
}

/** Which waves have been released to an audience, in order of release. */
export async function listReleases(
  db: Db,
  network: string,
  audience: Audience,
): Promise<Pick<FrozenRelease, 'sequence' | 'wave' | 'sha256' | 'methodVersion' | 'createdAt'>[]> {
  const { releases } = db.tables;
  const { sequence, wave, sha256, methodVersion, createdAt } = releases;
  return db
    .select({ sequence, wave, sha256, methodVersion, createdAt })
    .from(releases)
    .where(and(eq(releases.network, network), eq(releases.audience, audience)))
    .orderBy(asc(sequence));
}

/** The release to an audience that a wave's close froze; null when there is none. */
export async function frozenRelease(
  db: Db,
  network: string,
  audience: Audience,
  wave: string,
): Promise<FrozenRelease | null> {
  const { releases } = db.tables;
  const [row] = await db
    .select()
    .from(releases)
    .where(and(eq(releases.network, network), eq(releases.audience, audience), eq(releases.wave, wave)))
    .orderBy(desc(releases.sequence))
    .limit(1);
  return row ? unaltered(row) : null;
}

/** Wrong figures are worse than none: what a damaged file or another hand has changed is not given out. @throws Altered */
function unaltered<Row extends Pick<FrozenRelease, 'network' | 'audience' | 'sequence' | 'release' | 'sha256'>>(
  row: Row,
): Row {
  if (sha256(JSON.stringify(row.release)) !== row.sha256)
    throw new Altered(`Release ${row.sequence} for the ${row.audience} of "${row.network}"`);
  return row;
}

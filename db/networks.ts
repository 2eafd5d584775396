import { instrumentKey, type Instrument } from '@rapport/surveys/instrument';
import { isReservedSlug } from '@rapport/surveys/reserved-slugs';
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { Conflict, InstrumentFixed, NotFound, SlugReserved, SlugTaken } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import type { Row } from './tables.ts';
import type { Role } from './tables/accounts.ts';

export type NetworkRow = Row<'networks'>;

export interface NewNetwork {
  slug: string;
  name: string;
  timezone: string;
  locale: string;
  minimumCell?: number;
  instrument: Instrument;
}

export type NetworkPatch = Partial<
  Pick<NetworkRow, 'name' | 'timezone' | 'locale' | 'minimumCell' | 'reminders' | 'retentionMonths' | 'stillSo'>
>;

/**
 * Adds an empty network; `lead` (an account's id) becomes its lead in the same write.
 *
 * @throws SlugTaken; SlugReserved.
 */
export async function createNetwork(
  db: Db,
  { instrument, ...network }: NewNetwork,
  by: By,
  lead?: string,
): Promise<NetworkRow> {
  const { networks, instruments, grants } = db.tables;
  const { slug } = network;
  if (isReservedSlug(slug)) throw new SlugReserved(slug);
  const key = instrumentKey(instrument);
  const [rows] = await atomic(db, (tx) => [
    must(
      tx
        .insert(networks)
        .values({ ...network, instrument: key, createdAt: by.now })
        .onConflictDoNothing()
        .returning(),
      () => new SlugTaken(slug),
    ),
    tx.insert(instruments).values({ network: slug, key, position: 0, instrument }),
    ...(lead === undefined
      ? []
      : [tx.insert(grants).values({ userId: lead, network: slug, role: 'lead' as const, grantedAt: by.now })]),
    ...auditSteps(slug, { action: 'network.add', subject: slug }, by),
  ]);
  return onlyRow(rows);
}

/** The row of a network, as `db.read` and `snapshot` take it. */
export const networkOf = prepared(({ tables: { networks } }, tx, given: Given<{ slug: string }>) =>
  tx
    .select()
    .from(networks)
    .where(eq(networks.slug, given('slug', networks.slug))),
);

/** @throws NotFound */
export async function getNetwork(db: Db, slug: string): Promise<NetworkRow> {
  const [network] = await db.read(networkOf({ slug }));
  if (!network) throw new NotFound('network', slug);
  return network;
}

/** All networks, by name. */
export async function listNetworks(db: Db): Promise<NetworkRow[]> {
  const { networks } = db.tables;
  return db.select().from(networks).orderBy(asc(networks.name), asc(networks.slug));
}

/** Whether there is any network yet. */
export async function hasNetworks(db: Db): Promise<boolean> {
  const { networks } = db.tables;
  return (await db.select({ slug: networks.slug }).from(networks).limit(1)).length > 0;
}

/** The networks that an account has a role in, by name, with all its roles there. */
export async function listNetworksOf(db: Db, userId: string): Promise<(NetworkRow & { roles: Role[] })[]> {
  const { networks, grants } = db.tables;
  const rows = await db
    .select({ network: networks, role: grants.role })
    .from(grants)
    .innerJoin(networks, eq(networks.slug, grants.network))
    .where(eq(grants.userId, userId))
    .orderBy(asc(networks.name), asc(networks.slug), asc(grants.role));
  const bySlug = new Map<string, NetworkRow & { roles: Role[] }>();
  for (const { network, role } of rows) {
    const seen = bySlug.get(network.slug);
    if (seen) seen.roles.push(role);
    else bySlug.set(network.slug, { ...network, roles: [role] });
  }
  return [...bySlug.values()];
}

/**
 * Changes what a network is called and how it is run; `minimumCell` may only rise.
 *
 * @throws NotFound; Conflict when `minimumCell` would fall.
 */
export async function updateNetwork(db: Db, slug: string, patch: NetworkPatch, by: By): Promise<NetworkRow> {
  const { networks } = db.tables;
  const { minimumCell } = patch;
  const [rows] = await changePanel(
    db,
    slug,
    { action: 'network.change', subject: slug, detail: { ...patch } },
    by,
    (tx) => [
      must(
        tx
          .update(networks)
          .set({ ...patch, slug })
          .where(
            and(
              eq(networks.slug, slug),
              minimumCell === undefined ? undefined : lte(networks.minimumCell, minimumCell),
            ),
          )
          .returning(),
        () => new Conflict('The minimum cell size may be raised, never lowered.'),
      ),
    ],
  );
  return onlyRow(rows);
}

/** The instruments of a network, its own first. */
export async function listInstruments(db: Db, network: string): Promise<Instrument[]> {
  const { instruments } = db.tables;
  const rows = await db
    .select()
    .from(instruments)
    .where(eq(instruments.network, network))
    .orderBy(asc(instruments.position));
  return rows.map((row) => row.instrument);
}

/**
 * Adds an instrument version for later waves and gives its key, `pulse@2`. The same one again changes nothing.
 *
 * @throws NotFound; InstrumentFixed when the key exists with another content.
 */
export async function addInstrument(db: Db, network: string, instrument: Instrument, by: By): Promise<string> {
  const { instruments } = db.tables;
  const key = instrumentKey(instrument);
  const inNetwork = and(eq(instruments.network, network), eq(instruments.key, key));
  const stored = async () => (await db.select().from(instruments).where(inNetwork))[0];
  const same = (row: { instrument: Instrument }) => {
    if (fingerprint(row.instrument) !== fingerprint(instrument)) throw new InstrumentFixed(key);
    return key;
  };
  const before = await stored();
  if (before) return same(before);
  await changePanel(db, network, { action: 'instrument.add', subject: key }, by, (tx) => [
    tx
      .insert(instruments)
      .values({
        network,
        key,
        position: sql`(select count(*) from ${instruments} where ${instruments.network} = ${network})`,
        instrument,
      })
      .onConflictDoNothing(),
  ]);
  const after = await stored();
  return after ? same(after) : key;
}

import { and, asc, eq, sql } from 'drizzle-orm';
import { must, mustNot } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { BrokenReference, Conflict, InUse, NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

export type OrganisationRow = Row<'organisations'>;

export interface NewOrganisation {
  organisation: string;
  name: string;
  joined: string;
  left?: string | null;
  /** Consents to be named to funders. */
  named?: boolean;
}
export type OrganisationPatch = Partial<Omit<NewOrganisation, 'organisation'>>;

/** The agencies of a network, in its own order. */
export async function listOrganisations(db: Db, network: string): Promise<OrganisationRow[]> {
  const { organisations } = db.tables;
  return db
    .select()
    .from(organisations)
    .where(eq(organisations.network, network))
    .orderBy(asc(organisations.position), asc(organisations.organisation));
}

/** @throws NotFound */
export async function getOrganisation(db: Db, network: string, organisation: string): Promise<OrganisationRow> {
  const { organisations } = db.tables;
  const [row] = await db
    .select()
    .from(organisations)
    .where(and(eq(organisations.network, network), eq(organisations.organisation, organisation)));
  if (!row) throw new NotFound('organisation', organisation);
  return row;
}

/** @throws NotFound (the network); Conflict when the id is taken. */
export async function addOrganisation(
  db: Db,
  network: string,
  organisation: NewOrganisation,
  by: By,
): Promise<OrganisationRow> {
  const { organisations } = db.tables;
  const id = organisation.organisation;
  const [rows] = await changePanel(db, network, { action: 'organisation.add', subject: id }, by, (tx) => [
    must(
      tx
        .insert(organisations)
        .values({
          ...organisation,
          network,
          position: sql`(select coalesce(max(${organisations.position}), -1) + 1 from ${organisations} where ${organisations.network} = ${network})`,
        })
        .onConflictDoNothing()
        .returning(),
      () => new Conflict(`There is an organisation "${id}" already.`),
    ),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound */
export async function updateOrganisation(
  db: Db,
  network: string,
  organisation: string,
  patch: OrganisationPatch,
  by: By,
): Promise<OrganisationRow> {
  const { organisations } = db.tables;
  const entry = { action: 'organisation.change', subject: organisation, detail: { fields: Object.keys(patch) } };
  const [rows] = await changePanel(db, network, entry, by, (tx) => [
    must(
      tx
        .update(organisations)
        .set({ ...patch, organisation })
        .where(and(eq(organisations.network, network), eq(organisations.organisation, organisation)))
        .returning(),
      () => new NotFound('organisation', organisation),
    ),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound; InUse while it has members, is in the log, or was rated in a response. */
export async function deleteOrganisation(db: Db, network: string, organisation: string, by: By): Promise<void> {
  const { organisations, responses } = db.tables;
  const inUse = () => new InUse(`Organisation "${organisation}" has members, log entries or ratings: end it instead.`);
  // Ratings name organisations inside a JSON text, `["org-01",`; LIKE ignores case on SQLite and so refuses rather too much.
  const rated = `%[${JSON.stringify(organisation).replace(/[\\%_]/g, '\\$&')},%`;
  await changePanel(db, network, { action: 'organisation.delete', subject: organisation }, by, (tx) => [
    mustNot(
      tx
        .select({ member: responses.member })
        .from(responses)
        .where(and(eq(responses.network, network), sql`cast(${responses.ties} as text) like ${rated} escape '\\'`))
        .limit(1),
      inUse,
    ),
    must(
      tx
        .delete(organisations)
        .where(and(eq(organisations.network, network), eq(organisations.organisation, organisation)))
        .returning({ organisation: organisations.organisation }),
      () => new NotFound('organisation', organisation),
    ),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference ? inUse() : error;
  });
}

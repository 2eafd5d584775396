import type { EventKind } from '@rapport/surveys/panel';
import { and, asc, eq, sql } from 'drizzle-orm';
import { must, snapshot, type Builder, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { BrokenReference, Conflict, NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

/** An entry of the network building log; `organisations` took part, or it is their outcome. */
export type EventRow = Omit<Row<'events'>, 'network' | 'position'> & { organisations: string[] };

export interface NewEvent {
  event: string;
  kind: EventKind;
  title: string;
  starts: string;
  ends?: string | null;
  notes?: string | null;
  organisations?: readonly string[];
}
export type EventPatch = Partial<Omit<NewEvent, 'event'>>;

/** The log by date. */
export async function listEvents(db: Db, network: string): Promise<EventRow[]> {
  const { events, eventOrganisations } = db.tables;
  const [rows, parties] = await snapshot(db, (tx) => [
    tx.select().from(events).where(eq(events.network, network)).orderBy(asc(events.starts), asc(events.position)),
    tx
      .select()
      .from(eventOrganisations)
      .where(eq(eventOrganisations.network, network))
      .orderBy(asc(eventOrganisations.position)),
  ]);
  return rows.map(({ network: _network, position: _position, ...event }) => ({
    ...event,
    organisations: parties.filter((row) => row.event === event.event).map((row) => row.organisation),
  }));
}

/** @throws NotFound */
export async function getEvent(db: Db, network: string, event: string): Promise<EventRow> {
  const found = (await listEvents(db, network)).find((row) => row.event === event);
  if (!found) throw new NotFound('event', event);
  return found;
}

/** @throws NotFound (network or organisation); Conflict when the id is taken. */
export async function addEvent(
  db: Db,
  network: string,
  { organisations = [], ...event }: NewEvent,
  by: By,
): Promise<EventRow> {
  const { events } = db.tables;
  await changePanel(db, network, { action: 'event.add', subject: event.event }, by, (tx) => [
    must(
      tx
        .insert(events)
        .values({
          ...event,
          network,
          position: sql`(select coalesce(max(${events.position}), -1) + 1 from ${events} where ${events.network} = ${network})`,
        })
        .onConflictDoNothing()
        .returning({ event: events.event }),
      () => new Conflict(`There is a log entry "${event.event}" already.`),
    ),
    ...partySteps(db, tx, network, event.event, organisations),
  ]).catch(noSuchOrganisation(organisations));
  return getEvent(db, network, event.event);
}

/** `organisations` replaces who took part. @throws NotFound (event or organisation) */
export async function updateEvent(
  db: Db,
  network: string,
  event: string,
  { organisations, ...patch }: EventPatch,
  by: By,
): Promise<EventRow> {
  const { events, eventOrganisations } = db.tables;
  const fields = [...Object.keys(patch), ...(organisations ? ['organisations'] : [])];
  await changePanel(db, network, { action: 'event.change', subject: event, detail: { fields } }, by, (tx) => [
    must(
      tx
        .update(events)
        .set({ ...patch, event })
        .where(and(eq(events.network, network), eq(events.event, event)))
        .returning({ event: events.event }),
      () => new NotFound('event', event),
    ),
    ...(organisations === undefined
      ? []
      : [
          tx
            .delete(eventOrganisations)
            .where(and(eq(eventOrganisations.network, network), eq(eventOrganisations.event, event))),
          ...partySteps(db, tx, network, event, organisations),
        ]),
  ]).catch(noSuchOrganisation(organisations ?? []));
  return getEvent(db, network, event);
}

/** @throws NotFound */
export async function deleteEvent(db: Db, network: string, event: string, by: By): Promise<void> {
  const { events, eventOrganisations } = db.tables;
  await changePanel(db, network, { action: 'event.delete', subject: event }, by, (tx) => [
    tx
      .delete(eventOrganisations)
      .where(and(eq(eventOrganisations.network, network), eq(eventOrganisations.event, event))),
    must(
      tx
        .delete(events)
        .where(and(eq(events.network, network), eq(events.event, event)))
        .returning({ event: events.event }),
      () => new NotFound('event', event),
    ),
  ]);
}

function partySteps(db: Db, tx: Builder, network: string, event: string, organisations: readonly string[]): Step[] {
  const { eventOrganisations: parties } = db.tables;
  return [...new Set(organisations)].map((organisation) =>
    tx.insert(parties).values({
      network,
      event,
      organisation,
      position: sql`(select coalesce(max(${parties.position}), -1) + 1 from ${parties} where ${parties.network} = ${network})`,
    }),
  );
}

const noSuchOrganisation =
  (organisations: readonly string[]) =>
  (error: unknown): never => {
    throw error instanceof BrokenReference ? new NotFound('organisation', organisations.join('", "')) : error;
  };

import type { Panel } from '@rapport/surveys/panel';
import { asc, eq, sql } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import { erasuresOf } from './erasures-since.ts';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import { inPanelOrder } from './row-order.ts';
import { waveState } from './wave-state.ts';

export interface StoredPanel {
  panel: Panel;
  /** The panel's revision: what is computed from the panel may be kept under it. */
  revision: number;
  /** How many were erased from the network before: `freezeRelease` wants to know. */
  erasures: number;
  /** When waves were closed, where that is stored: by a lead, or noticed after their last day. */
  closedAt: ReadonlyMap<string, Date>;
}

/** A network's panel as it is at one moment, in eleven queries whatever its size. @throws NotFound */
export const readPanel = (db: Db, slug: string): Promise<StoredPanel> => read(db, slug, true);

/** The panel without what was answered: small however long the network has been asked. @throws NotFound */
export const readPanelOutline = (db: Db, slug: string): Promise<StoredPanel> => read(db, slug, false);

async function read(db: Db, slug: string, withResponses: boolean): Promise<StoredPanel> {
  const t = db.tables;
  const [
    networks,
    instruments,
    organisations,
    members,
    waves,
    responses,
    events,
    parties,
    goals,
    declarations,
    erased,
  ] = await snapshot(db, (tx) => [
    tx.select().from(t.networks).where(eq(t.networks.slug, slug)),
    tx.select().from(t.instruments).where(eq(t.instruments.network, slug)).orderBy(asc(t.instruments.position)),
    tx
      .select()
      .from(t.organisations)
      .where(eq(t.organisations.network, slug))
      .orderBy(asc(t.organisations.position), asc(t.organisations.organisation)),
    tx
      .select()
      .from(t.members)
      .where(eq(t.members.network, slug))
      .orderBy(asc(t.members.position), asc(t.members.member)),
    tx.select().from(t.waves).where(eq(t.waves.network, slug)).orderBy(asc(t.waves.opens), asc(t.waves.wave)),
    tx
      .select()
      .from(t.responses)
      .where(withResponses ? eq(t.responses.network, slug) : sql`1 = 0`),
    tx.select().from(t.events).where(eq(t.events.network, slug)).orderBy(asc(t.events.position), asc(t.events.event)),
    tx
      .select({ event: t.eventOrganisations.event, organisation: t.eventOrganisations.organisation })
      .from(t.eventOrganisations)
      .where(eq(t.eventOrganisations.network, slug))
      .orderBy(asc(t.eventOrganisations.position)),
    tx
      .select({ from: t.goals.from, text: t.goals.text })
      .from(t.goals)
      .where(eq(t.goals.network, slug))
      .orderBy(asc(t.goals.position)),
    tx
      .select({
        from: t.declarations.from,
        by: t.declarations.by,
        mode: t.declarations.mode,
        source: t.declarations.source,
      })
      .from(t.declarations)
      .where(eq(t.declarations.network, slug))
      .orderBy(asc(t.declarations.position)),
    erasuresOf(db, tx, slug),
  ]);
  const [network] = networks;
  if (!network) throw new NotFound('network', slug);
  const { name, timezone, locale, minimumCell, instrument, revision } = network;
  const panel: Panel = {
    network: { format: 'rapport-panel/1', slug, name, timezone, locale, minimumCell, instrument },
    instruments: instruments.map((row) => row.instrument),
    organisations: organisations.map((row) => ({
      organisation: row.organisation,
      name: row.name,
      joined: row.joined,
      left: row.left,
      ...(row.named !== null && { named: row.named }),
    })),
    members: members.map((row) => ({
      member: row.member,
      organisation: row.organisation,
      name: row.name,
      email: row.email,
      joined: row.joined,
      left: row.left,
      ...(row.language !== null && { language: row.language }),
      ...(row.person !== null && { person: row.person }),
    })),
    waves: waves.map((row) => ({
      wave: row.wave,
      label: row.label,
      opens: row.opens,
      closes: row.closes,
      ...(row.instrument !== null && { instrument: row.instrument }),
    })),
    ...inPanelOrder(responses, waves, members),
    events: events.map((row) => ({
      event: row.event,
      kind: row.kind,
      title: row.title,
      starts: row.starts,
      ends: row.ends,
      notes: row.notes,
    })),
    event_organisations: parties,
    goals,
    declarations,
  };
  const closedAt = new Map(waves.flatMap((row) => (row.closedAt ? [[row.wave, row.closedAt] as const] : [])));
  return { panel, revision, erasures: erased[0]?.erasures ?? 0, closedAt };
}

/** The revision alone, to see whether something kept is still right. @throws NotFound */
export async function readRevision(db: Db, slug: string): Promise<number> {
  const { networks } = db.tables;
  const [row] = await db.select({ revision: networks.revision }).from(networks).where(eq(networks.slug, slug));
  if (!row) throw new NotFound('network', slug);
  return row.revision;
}

/** Ids of the waves that are closed at `now`: what a release may speak of. */
export const closedWaves = ({ panel, closedAt }: Pick<StoredPanel, 'panel' | 'closedAt'>, now: Date): Set<string> =>
  new Set(
    panel.waves
      .filter((wave) => {
        const dates = { ...wave, closedAt: closedAt.get(wave.wave) ?? null };
        return waveState(dates, panel.network.timezone, now) === 'closed';
      })
      .map((wave) => wave.wave),
  );

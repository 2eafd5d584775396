import { instrumentKey, type Instrument } from '@rapport/surveys/instrument';
import { and, eq, isNull, lte, ne, notInArray, sql } from 'drizzle-orm';
import { must, mustNot, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { dayIn } from './calendar.ts';
import { changePanel, onlyRow } from './changes.ts';
import { InUse, NotFound } from './errors.ts';
import { addInstrument, getNetwork, type NetworkRow } from './networks.ts';
import type { Db } from './open.ts';

/**
 * Chooses what the network asks, as long as no wave has opened with what it asks now. An instrument that no wave names
 * any longer is dropped: it was never used.
 *
 * @throws NotFound; InUse once a wave has opened; InstrumentFixed when the key exists with another content.
 */
export async function chooseInstrument(db: Db, network: string, instrument: Instrument, by: By): Promise<NetworkRow> {
  const { networks, instruments, waves } = db.tables;
  const key = instrumentKey(instrument);
  const { timezone, instrument: before } = await getNetwork(db, network);
  if (before !== key) await addInstrument(db, network, instrument, by);
  const inNetwork = eq(instruments.network, network);
  const entry = { action: 'instrument.choose', subject: key };
  const [, rows] = await changePanel(db, network, entry, by, (tx) => {
    const named = tx
      .select({ key: sql<string>`${waves.instrument}` })
      .from(waves)
      .where(and(eq(waves.network, network), sql`${waves.instrument} is not null`));
    const steps = [
      mustNot(
        tx
          .select({ wave: waves.wave })
          .from(waves)
          .where(and(eq(waves.network, network), isNull(waves.instrument), lte(waves.opens, dayIn(timezone, by.now))))
          .limit(before === key ? 0 : 1),
        () => new InUse(`A wave has opened with "${before}": name another instrument for waves to come.`),
      ),
      must(
        tx.update(networks).set({ instrument: key }).where(eq(networks.slug, network)).returning(),
        () => new NotFound('network', network),
      ),
      tx.delete(instruments).where(and(inNetwork, ne(instruments.key, key), notInArray(instruments.key, named))),
      tx
        .update(instruments)
        .set({ position: sql`${instruments.position} + 1` })
        .where(inNetwork),
      tx
        .update(instruments)
        .set({ position: 0 })
        .where(and(inNetwork, eq(instruments.key, key))),
    ] as const satisfies readonly Step[];
    return steps;
  });
  return onlyRow(rows);
}

import { listDueForErasure, type DueForErasure } from '@rapport/db/retention';
import { listNetworks } from '@rapport/db/networks';
import { NotFound } from '@rapport/db/errors';
import type { Services } from '../context.ts';
import { erasePerson } from './erase-person.ts';

/** Who erases people whose network keeps them no longer. */
const ACTOR = 'retention';

/** Erases the people of every network who left longer ago than it keeps them; gives how many. */
export async function eraseLeavers({
  db,
  config,
  clock,
  log,
}: Pick<Services, 'db' | 'config' | 'clock' | 'log'>): Promise<number> {
  let people = 0;
  for (const { slug, retentionMonths } of await listNetworks(db)) {
    if (retentionMonths === null) continue;
    let due: DueForErasure[];
    // Somebody with several rows goes with the first, so what is left is asked for anew.
    while ((due = await listDueForErasure(db, slug, retentionMonths, clock())).length > 0) {
      const [one] = due;
      if (!one) break;
      await erasePerson({ db, config, log }, slug, one.member, { actor: ACTOR, now: clock() }).catch(
        (error: unknown) => {
          if (!(error instanceof NotFound)) throw error;
        },
      );
      people += 1;
    }
    if (people > 0) log.info({ network: slug, people }, 'people who left were erased');
  }
  return people;
}

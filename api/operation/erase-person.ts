import type { By } from '@rapport/db/audit';
import { eraseMember } from '@rapport/db/erasure';
import type { Services } from '../context.ts';
import { keepLedger, ledgerFile } from './erasure-ledger.ts';

/** Erases a person for good: from the database, from what its file kept of deleted rows, and from backups restored later. */
export async function erasePerson(
  { db, config, log }: Pick<Services, 'db' | 'config' | 'log'>,
  network: string,
  member: string,
  by: By,
): Promise<string[]> {
  const ids = await eraseMember(db, network, member, by);
  await keepLedger(db, ledgerFile(config)).catch((error: unknown) => {
    // The person is erased all the same; every minute what the ledger lacks is written down again.
    log.error({ err: error }, 'the ledger of erasures could not be written');
  });
  await db.scrub({ whole: false });
  return ids;
}

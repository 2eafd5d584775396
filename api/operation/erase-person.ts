import type { By } from '@rapport/db/audit';
import { eraseMember } from '@rapport/db/erasure';
import type { Services } from '../context.ts';
import { keepLedger, ledgerFile } from './erasure-ledger.ts';

/** Erases a person for good: from the database, from what its file kept of deleted rows, and from backups restored later. */
export async function erasePerson(
  { db, config }: Pick<Services, 'db' | 'config'>,
  network: string,
  member: string,
  by: By,
): Promise<string[]> {
  const ids = await eraseMember(db, network, member, by);
  await keepLedger(db, ledgerFile(config));
  await db.scrub({ whole: false });
  return ids;
}

import { dayIn } from '@rapport/db/calendar';
import { findAppointment } from '@rapport/db/custodians';
import { getNetwork } from '@rapport/db/networks';
import type { Services } from './context.ts';
import { NotBegun } from './problems.ts';

/**
 * After which day the waves open that an account may take out, those whose members were told of it; null where that is all.
 * @throws NotBegun until the first of those waves has opened
 */
export async function custodianWavesAfter(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  network: string,
  account: string,
): Promise<string | null> {
  const appointment = await findAppointment(db, network, account);
  const after = appointment?.after ?? null;
  if (after === null) return null;
  const begins = appointment?.begins ?? null;
  const { timezone } = await getNetwork(db, network);
  if (begins === null || begins > dayIn(timezone, clock()))
    throw new NotBegun(
      'Members are told of a custodian from the next wave on: nothing can be taken out before it opens.',
      {
        begins,
      },
    );
  return after;
}

import { organisationsNeeded } from '@rapport/analytics/enough-heard';
import { getNetwork, listInstruments } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listOrganisations } from '@rapport/db/organisations';
import { countProgress, getWave, waveProgress } from '@rapport/db/waves';
import { instrumentKey } from '@rapport/surveys/instrument';
import { isIn } from '@rapport/surveys/membership';
import type { Progress } from './schemas/rows.ts';

/** How far a wave has come, in counts, and whether it hears enough for a verdict. @throws NotFound */
export async function readProgress(db: Db, network: string, wave: string): Promise<Progress> {
  const [row, { instrument: own }, instruments, organisations, members] = await Promise.all([
    getWave(db, network, wave),
    getNetwork(db, network),
    listInstruments(db, network),
    listOrganisations(db, network),
    waveProgress(db, network, wave),
  ]);
  const counts = countProgress(members);
  const asked = instruments.find((one) => instrumentKey(one) === (row.instrument ?? own));
  const inWave = organisations.filter((one) => isIn(one, row)).length;
  const heard = new Set(members.flatMap(({ submitted, organisation }) => (submitted ? [organisation] : []))).size;
  const needed = organisationsNeeded(inWave);
  return {
    ...counts,
    responseRate: counts.eligible === 0 ? null : counts.submitted / counts.eligible,
    verdict: asked?.readiness ? { enough: heard >= needed, needed, organisations: inWave } : null,
  };
}

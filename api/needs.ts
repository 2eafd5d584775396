import type { listNetworksOf } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listReports } from '@rapport/db/reports';
import { countSetUp } from '@rapport/db/set-up';
import { waveState } from '@rapport/db/wave-state';
import { countProgress, listWaves, waveProgress } from '@rapport/db/waves';
import type { Need } from './schemas/accounts.ts';

type OwnNetwork = Awaited<ReturnType<typeof listNetworksOf>>[number];

/**
 * What a network waits for now, as far as it concerns somebody with these roles: only a lead sets up, publishes and plans; a
 * funder sees reports alone.
 */
export async function needsOf(db: Db, { slug, roles, timezone }: OwnNetwork, now: Date): Promise<Need[]> {
  if (roles.every((role) => role === 'funder')) return [];
  const isLead = roles.includes('lead');
  const [counts, waves, reports] = await Promise.all([
    countSetUp(db, slug),
    listWaves(db, slug),
    listReports(db, [slug]),
  ]);
  if (counts.members === 0 || counts.waves === 0) return isLead ? [{ need: 'set-up' }] : [];
  const inState = (state: string) => waves.filter((wave) => waveState(wave, timezone, now) === state);
  const [open] = inState('open');
  const [next] = inState('upcoming');
  const last = inState('closed').at(-1);
  const published = reports.some(({ wave, withdrawnAt }) => withdrawnAt === null && wave === last?.wave);
  const progress = open && countProgress(await waveProgress(db, slug, open.wave));
  return [
    ...(open && progress ? [{ need: 'open' as const, label: open.label, closes: open.closes, ...pick(progress) }] : []),
    ...(last && !published && isLead ? [{ need: 'publish' as const, label: last.label }] : []),
    ...(next && !open ? [{ need: 'planned' as const, label: next.label, opens: next.opens }] : []),
    ...(!open && !next && isLead ? [{ need: 'plan' as const }] : []),
  ];
}

const pick = ({ eligible, invited, submitted }: { eligible: number; invited: number; submitted: number }) => ({
  eligible,
  invited,
  submitted,
});

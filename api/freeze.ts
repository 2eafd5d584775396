import { analyse } from '@rapport/analytics/analyse';
import { METHOD } from '@rapport/analytics/method';
import { release, type Audience } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { By } from '@rapport/db/audit';
import { Conflict, ErasedMeanwhile } from '@rapport/db/errors';
import type { Db } from '@rapport/db/open';
import { readPanel } from '@rapport/db/panel';
import { freezeRelease, lastRelease, listReleases } from '@rapport/db/releases';
import { getWave, listWaves } from '@rapport/db/waves';

export const AUDIENCES: readonly Audience[] = ['lead', 'funder'];
/** People are erased by themselves, one by one, or by the night's retention. */
const MOST_TRIES = 25;

export interface FreezeTask {
  network: string;
  wave: string;
  by: By;
}

/**
 * Freezes the figures of all waves up to one, for each audience that does not have them yet; anew without whoever was erased
 * while they were computed. True when there was anything to freeze.
 */
export async function freezeThrough(db: Db, { network, wave, by }: FreezeTask): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await freezeOnce(db, network, wave, by);
    } catch (error) {
      if (!(error instanceof ErasedMeanwhile) || tries === MOST_TRIES) throw error;
    }
  }
}

/**
 * Whether each of some audiences' releases has a wave's figures. A wave before the last released one has them, or stays out of
 * them: what was released doesn't change.
 */
export function hasFigures(
  releases: readonly { wave: string }[][],
  waves: readonly { wave: string; opens: string }[],
  { opens }: { opens: string },
): boolean {
  const opening = new Map(waves.map((wave) => [wave.wave, wave.opens]));
  return releases.every((of) => of.some(({ wave }) => (opening.get(wave) ?? '') >= opens));
}

/** @throws ErasedMeanwhile */
async function freezeOnce(db: Db, network: string, wave: string, by: By): Promise<boolean> {
  const [{ opens }, frozenBefore] = await Promise.all([
    getWave(db, network, wave),
    Promise.all(AUDIENCES.map((audience) => listReleases(db, network, audience))),
  ]);
  if (hasFigures(frozenBefore, await listWaves(db, network), { opens })) return false;
  const { panel, erasures } = await readPanel(db, network);
  const closed = new Set(panel.waves.filter((row) => row.opens <= opens).map((row) => row.wave));
  const analysis = analyse(closedPanel(panel, closed));
  for (const audience of AUDIENCES) {
    const [last, frozen] = await Promise.all([lastRelease(db, network, audience), listReleases(db, network, audience)]);
    if (hasFigures([frozen], panel.waves, { opens })) continue;
    const made = release(analysis, audience, { panel, closed, ledger: last?.ledger ?? null });
    const sequence = (last?.sequence ?? 0) + 1;
    await freezeRelease(db, { network, audience, sequence, wave, ...made, methodVersion: METHOD, erasures }, by).catch(
      (error: unknown) => {
        // Another process froze the same close first; its figures are these.
        if (!(error instanceof Conflict) || error instanceof ErasedMeanwhile) throw error;
      },
    );
  }
  return true;
}

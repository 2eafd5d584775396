import { smallestCell } from '@rapport/analytics/release/context';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listOrganisations } from '@rapport/db/organisations';
import { waveProgress, type MemberProgress } from '@rapport/db/waves';
import type { AgencyProgress } from './schemas/rows.ts';

/** How many of an agency have answered, coarsely: an exact count would say who, by what changes when one more answers. */
type Step = 'under-half' | 'half-or-more';

interface Group {
  size: number;
  submitted: number;
}

const stepOf = ({ size, submitted }: Group): Step => (2 * submitted < size ? 'under-half' : 'half-or-more');

const rangeOf = (group: Group): [low: number, high: number] =>
  stepOf(group) === 'under-half' ? [0, Math.ceil(group.size / 2) - 1] : [Math.ceil(group.size / 2), group.size];

/**
 * The steps that may be told of the agencies of a wave, null where none may: of an agency with fewer than `minimumCell` people
 * in the wave; and of all, where fewer than that are left beside those told of, or where the steps and the count of the whole
 * wave, which is shown too, would together say of a group that all or none of it has answered.
 */
export function tellableSteps(agencies: readonly Group[], minimumCell: number): (Step | null)[] {
  const told = agencies.filter(({ size }) => size >= minimumCell);
  const others = agencies.filter(({ size }) => size < minimumCell).reduce((sum, { size }) => sum + size, 0);
  const submitted = agencies.reduce((sum, group) => sum + group.submitted, 0);
  const ranges = [...told.map(rangeOf), ...(others > 0 ? [[0, others] as [number, number]] : [])];
  const sizes = [...told.map(({ size }) => size), ...(others > 0 ? [others] : [])];
  const lows = ranges.reduce((sum, [low]) => sum + low, 0);
  const highs = ranges.reduce((sum, [, high]) => sum + high, 0);
  const givesAway = ranges.some(([low, high], at) => {
    const least = Math.max(low, submitted - (highs - high));
    const most = Math.min(high, submitted - (lows - low));
    return least === sizes[at] || most === 0;
  });
  const safe = !givesAway && (others === 0 || others >= minimumCell);
  return agencies.map((group) => (safe && group.size >= minimumCell ? stepOf(group) : null));
}

/** By agency: people in the wave, with a link, and the step of those who have answered where it may be told. @throws NotFound */
export async function readAgencyProgress(db: Db, network: string, wave: string): Promise<AgencyProgress[]> {
  const [row, organisations, members] = await Promise.all([
    getNetwork(db, network),
    listOrganisations(db, network),
    waveProgress(db, network, wave),
  ]);
  const groups = organisations
    .map(({ organisation, name }) => ({
      organisation,
      name,
      people: members.filter((member: MemberProgress) => member.organisation === organisation),
    }))
    .filter(({ people }) => people.length > 0);
  const steps = tellableSteps(
    groups.map(({ people }) => ({ size: people.length, submitted: people.filter((one) => one.submitted).length })),
    smallestCell({ network: row }),
  );
  return groups.map(({ organisation, name, people }, at) => ({
    organisation,
    name,
    eligible: people.length,
    invited: people.filter(({ invited }) => invited).length,
    answered: steps[at] ?? null,
  }));
}

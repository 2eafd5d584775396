import type { ReleaseContext } from '@rapport/analytics/release/released-analysis';
import { sha256 } from '@rapport/db/fingerprint';
import { listMembers } from '@rapport/db/members';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listOrganisations } from '@rapport/db/organisations';
import { listReleases, type FrozenRelease } from '@rapport/db/releases';
import { listReports } from '@rapport/db/reports';
import { storedDocument } from './report-document.ts';
import type { Refusal } from './schemas/reports.ts';

/** What the lead adds to the figures. */
export interface LeadsWords {
  summary: string | null;
  context: string | null;
}

/**
 * Why a frozen release may not be published now; empty when it may. Its figures were audited at the close together with all
 * that funders were given before, so what is left to see is that this still covers every earlier report, that consent and the
 * smallest group are what they were, and that no text gives away a name.
 */
export async function auditPublication(
  db: Db,
  network: string,
  frozen: FrozenRelease,
  words: LeadsWords,
): Promise<Refusal[]> {
  const [{ minimumCell }, organisations, members, releases, reports] = await Promise.all([
    getNetwork(db, network),
    listOrganisations(db, network),
    listMembers(db, network),
    listReleases(db, network, 'funder'),
    listReports(db, [network]),
  ]);
  const { release } = frozen;
  const audited = new Set(releases.map((one) => one.sha256));
  const outside = reports.filter((report) => !audited.has(sha256(JSON.stringify(storedDocument(report).release))));
  const consenting = new Set(organisations.filter(({ named }) => named === true).map((one) => one.organisation));
  const unnamed = release.context.organisations.filter(({ organisation }) => !consenting.has(organisation));
  const secret = [
    ...members.flatMap(({ name, email }) => [name, email]),
    ...organisations.filter(({ organisation }) => !consenting.has(organisation)).map(({ name }) => name),
  ].filter((name) => name !== null && name.trim().length > 2);
  const told = namesIn(freeTexts(release.context, words), secret);
  const refusals: Refusal[] = [
    { reason: 'altered-figures', names: sha256(JSON.stringify(release)) === frozen.sha256 ? [] : [frozen.wave] },
    { reason: 'outside-the-audit', names: outside.map(({ number }) => String(number)) },
    { reason: 'smallest-group-raised', names: minimumCell > release.context.minimumCell ? [String(minimumCell)] : [] },
    { reason: 'consent-withdrawn', names: unnamed.map(({ name }) => name) },
    { reason: 'names-in-texts', names: told },
  ];
  return refusals.filter(({ names }) => names.length > 0);
}

const freeTexts = ({ events, goals, declarations }: ReleaseContext, { summary, context }: LeadsWords): string[] =>
  [
    summary,
    context,
    ...events.flatMap(({ title, notes }) => [title, notes]),
    ...goals.map(({ text }) => text),
    ...declarations.map(({ source }) => source),
  ].filter((text) => text !== null && text !== undefined);

/** Those of `names` that stand in a text as whole words, whatever their case. */
export function namesIn(texts: string[], names: readonly (string | null)[]): string[] {
  const all = texts.join('\n').normalize('NFKC').toLocaleLowerCase('en');
  return [...new Set(names)].filter((name): name is string => {
    const wanted = name?.normalize('NFKC').trim().toLocaleLowerCase('en') ?? '';
    for (let at = all.indexOf(wanted); wanted !== '' && at >= 0; at = all.indexOf(wanted, at + 1))
      if (!isLetter(all[at - 1]) && !isLetter(all[at + wanted.length])) return true;
    return false;
  });
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);

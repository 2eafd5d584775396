import type { Item } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { equationsOf, truthsOf, valueOf, type Equation } from './attacker.ts';
import { exposedGroups, Notebook, unknownsOf } from './elimination.ts';
import { learnedByEnumeration, type Candidate } from './enumeration.ts';
import type { Given } from './scenario.ts';

/** What no audience may learn, as groups of unknowns: members, agencies, stayers, leavers and joiners of fewer than five. */
function protectedGroups(given: readonly Given[]): { name: string; unknowns: string[] }[] {
  const groups: { name: string; unknowns: string[] }[] = [];
  const seen = new Set<string>();
  const add = (name: string, unknowns: string[]): void => {
    const key = [...unknowns].sort().join();
    if (unknowns.length > 0 && !seen.has(key)) groups.push({ name, unknowns });
    seen.add(key);
  };
  for (const { panel } of given) {
    const waves = panel.waves.map(({ wave }) => wave);
    const writers = new Map(waves.map((wave) => [wave, new Set<string>()]));
    for (const { wave, member } of panel.answers) writers.get(wave)?.add(member);
    const heard = (wave: string): string[] => [...(writers.get(wave) ?? [])];
    for (const { member } of panel.members)
      add(
        `all of ${member}`,
        waves.flatMap((wave) => unknownsOf(wave, [member])),
      );
    for (const wave of waves) {
      for (const member of heard(wave)) add(`${member} in ${wave}`, unknownsOf(wave, [member]));
      for (const { organisation } of panel.organisations) {
        const own = panel.members.filter((row) => row.organisation === organisation).map(({ member }) => member);
        const scored = own.filter((member) => heard(wave).includes(member));
        if (scored.length < 5) add(`${organisation} in ${wave}`, unknownsOf(wave, scored));
      }
    }
    waves.forEach((from, i) => {
      for (const to of waves.slice(i + 1)) {
        const [before, after] = [heard(from), heard(to)];
        const stay = before.filter((member) => after.includes(member));
        const left = before.filter((member) => !after.includes(member));
        const came = after.filter((member) => !before.includes(member));
        if (stay.length < 5) add(`stayers ${from} ${to}`, [...unknownsOf(from, stay), ...unknownsOf(to, stay)]);
        if (left.length < 5) add(`leavers ${from} ${to}`, unknownsOf(from, left));
        if (came.length < 5) add(`joiners ${from} ${to}`, unknownsOf(to, came));
      }
    });
  }
  return groups;
}

/** What the attacker learns from all that one audience was given, by name; and how many figures it had; `planted` are given besides. */
export function attack(
  given: readonly Given[],
  planted: readonly Equation[] = [],
): { learned: string[]; figures: number } {
  const learned: string[] = [];
  const scales = given[0]?.panel.instruments[0]?.scales.map(({ id }) => id) ?? [];
  const groups = protectedGroups(given);
  let figures = 0;
  for (const scale of scales) {
    const notebook = new Notebook();
    notebook.note(planted.filter(({ key }) => key.split(' ').includes(scale)));
    for (const { release, panel, analysis } of given) {
      const own = equationsOf(release, panel, analysis.trends).filter(({ key }) => key.split(' ').includes(scale));
      const truths = truthsOf(panel, scale);
      for (const equation of notebook.note(own))
        if (!(Math.abs(valueOf(equation, truths) - equation.shown) <= 0.0500001))
          throw new Error(
            `the attacker misreads ${equation.key}: ${valueOf(equation, truths)}, shown ${equation.shown}`,
          );
    }
    figures += notebook.equations.length;
    const found = exposedGroups(
      notebook.equations,
      groups.map(({ unknowns }) => unknowns),
    );
    learned.push(...found.map((at) => `${scale}: ${groups[at]?.name}`));
  }
  return { learned, figures };
}

/** t(.975) by degrees of freedom, from a printed table. */
const T_975 = [
  0, 12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985,
  2.178813, 2.160369,
];

/**
 * What an attacker learns by trying every combination of answers against each level and facet that was shown, where there are at
 * most `most`. It does not know who skipped an item: where somebody did, scores may lie on the grid of fewer items.
 */
export function enumerate(given: readonly Given[], most: number): { learned: string[]; tried: number } {
  const learned: string[] = [];
  const seen = new Set<string>();
  let tried = 0;
  for (const { release, panel } of given) {
    const items = panel.instruments[0]?.items ?? [];
    for (const { wave, scales } of release.waves)
      for (const [scale, level] of Object.entries(scales)) {
        const figures = [
          { facet: undefined, mean: level.organisationMean, se: level.organisationSe, ci: level.organisationCi },
          ...Object.entries(level.facets).map(([facet, { organisationMean, organisationSe }]) => ({
            facet,
            mean: organisationMean,
            se: organisationSe,
            ci: null,
          })),
        ];
        for (const { facet, mean, se, ci } of figures) {
          const key = [wave, scale, facet, mean, se, ci].join(' ');
          if (mean === null || seen.has(key)) continue;
          seen.add(key);
          const own = items.filter((item) => item.scale === scale && (facet === undefined || item.facet === facet));
          const members = candidatesOf(panel, wave, own);
          const g = new Set(members.map(({ organisation }) => organisation)).size;
          const quantile = ci === null || se === null || se === 0 ? 0 : (T_975[g - 1] ?? 0);
          const found = learnedByEnumeration(members, { mean, se, ci, quantile }, most);
          if (found === null) continue;
          tried += 1;
          if (found.fits === 0) throw new Error(`nothing fits ${key}`);
          learned.push(...found.members.map((at) => `${key}: member ${at}`));
          for (const organisation of found.organisations)
            if (members.filter((member) => member.organisation === organisation).length < 5)
              learned.push(`${key}: ${organisation}`);
        }
      }
  }
  return { learned, tried };
}

function candidatesOf(panel: Panel, wave: string, items: readonly Item[]): Candidate[] {
  const answered = new Map<string, number>();
  const ids = new Set(items.map(({ id }) => id));
  for (const row of panel.answers)
    if (row.wave === wave && ids.has(row.item)) answered.set(row.member, (answered.get(row.member) ?? 0) + 1);
  const scored = [...answered].filter(([, count]) => count * 2 >= items.length);
  const points = (items[0]?.max ?? 1) - (items[0]?.min ?? 0);
  const counts = new Set(scored.map(([, count]) => count));
  const scores = new Set<number>();
  for (const count of counts)
    for (let k = 0; k <= count * points; k += 1) scores.add(Number(((100 * k) / count / points).toFixed(9)));
  const homes = new Map(panel.members.map(({ member, organisation }) => [member, organisation]));
  return scored.map(([member]) => ({ organisation: homes.get(member) ?? '', scores: [...scores] }));
}

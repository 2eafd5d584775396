import type { Equation } from './attacker.ts';

/** Everything that one audience was given, over time. A figure that looks as before is the one that was given before. */
export class Notebook {
  readonly equations: Equation[] = [];
  readonly #last = new Map<string, number>();

  note(equations: readonly Equation[]): Equation[] {
    const fresh = equations.filter(({ key, shown }) => this.#last.get(key) !== shown);
    for (const equation of fresh) {
      this.#last.set(equation.key, equation.shown);
      this.equations.push(equation);
    }
    return fresh;
  }
}

/** Unknowns of one member in one wave, of all states and facets: `wave|member|`. */
export const unknownsOf = (wave: string, members: readonly string[]): string[] =>
  members.map((member) => `${wave}|${member}|`);

/**
 * Which of the groups (lists of beginnings of unknowns' names) some combination of the equations is about, and about nobody
 * else: the equations' rank falls when the group's columns are struck out. Rows are made orthonormal first, so that the
 * tolerance means what it says: a combination of length 1 of which less than 0.3% lies outside.
 */
export function exposedGroups(equations: readonly Equation[], groups: readonly (readonly string[])[]): number[] {
  const columns = new Map<string, number>();
  for (const { row } of equations)
    for (const unknown of row.keys()) if (!columns.has(unknown)) columns.set(unknown, columns.size);
  const basis: Float64Array[] = [];
  for (const { row } of equations) {
    const dense = new Float64Array(columns.size);
    for (const [unknown, weight] of row) dense[columns.get(unknown) ?? 0] = weight;
    const length = Math.hypot(...dense);
    if (length === 0) continue;
    for (let i = 0; i < dense.length; i += 1) dense[i] = (dense[i] ?? 0) / length;
    for (let pass = 0; pass < 2; pass += 1)
      for (const unit of basis) {
        let along = 0;
        for (let i = 0; i < dense.length; i += 1) along += (dense[i] ?? 0) * (unit[i] ?? 0);
        for (let i = 0; i < dense.length; i += 1) dense[i] = (dense[i] ?? 0) - along * (unit[i] ?? 0);
      }
    const left = Math.hypot(...dense);
    if (left > 1e-5) basis.push(dense.map((value) => value / left));
  }
  const names = [...columns.keys()];
  return groups.flatMap((group, at) => {
    const struck = names.flatMap((name, i) => (group.some((beginning) => name.startsWith(beginning)) ? [i] : []));
    return struck.length > 0 && fallsInRank(basis, struck) ? [at] : [];
  });
}

/** Whether B·Bᵀ without the struck columns is singular, by Gaussian elimination with full pivoting on the diagonal. */
function fallsInRank(basis: readonly Float64Array[], struck: readonly number[]): boolean {
  const r = basis.length;
  const m = Array.from({ length: r }, (_, i) =>
    Float64Array.from({ length: r }, (__, j) => {
      let gone = 0;
      for (const column of struck) gone += (basis[i]?.[column] ?? 0) * (basis[j]?.[column] ?? 0);
      return (i === j ? 1 : 0) - gone;
    }),
  );
  const free = new Set(m.keys());
  while (free.size > 0) {
    let pivot = -1;
    for (const i of free) if (pivot < 0 || (m[i]?.[i] ?? 0) > (m[pivot]?.[pivot] ?? 0)) pivot = i;
    const row = m[pivot];
    const size = row?.[pivot] ?? 0;
    if (!row || size < 1e-5) return true;
    free.delete(pivot);
    for (const i of free) {
      const other = m[i];
      const factor = (other?.[pivot] ?? 0) / size;
      if (!other || factor === 0) continue;
      for (const j of free) other[j] = (other[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return false;
}

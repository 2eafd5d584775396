import { and, asc, eq } from 'drizzle-orm';
import type { Db } from './open.ts';

/** A merge as the audit has it: the pseudonyms of its two records, and of those whose row it took out. */
export interface PastMerge {
  between: readonly [string, string];
  removed: readonly string[];
}

/** The merges of a network, the earliest first: all that is left of a record whose row went into another one's history. */
export async function listMerges(db: Db, network: string): Promise<PastMerge[]> {
  const { audit } = db.tables;
  const rows = await db
    .select({ subject: audit.subject, detail: audit.detail })
    .from(audit)
    .where(and(eq(audit.chain, network), eq(audit.action, 'member.merge')))
    .orderBy(asc(audit.seq));
  return rows.map(({ subject, detail }) => ({
    between: [subject, String(detail.other)],
    removed: Array.isArray(detail.removed) ? detail.removed.map(String) : [],
  }));
}

/**
 * Every pseudonym that a person had: those of their rows, and those of records that were merged into them and have no row any
 * more. `living` are the pseudonyms of everybody else's rows, who were perhaps taken for this person once.
 */
export function pseudonymsOfPerson(
  own: readonly string[],
  merges: readonly PastMerge[],
  living: ReadonlySet<string>,
): string[] {
  const names = new Set(own);
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const { between } of merges)
      if (between.some((name) => names.has(name))) for (const name of between) if (!living.has(name)) names.add(name);
  }
  return [...names];
}

/** Pseudonyms of records that merges took into those of `kept` and that have no row any more, the latest first. */
export const mergedInto = (
  kept: readonly string[],
  merges: readonly PastMerge[],
  living: ReadonlySet<string>,
): string[] => {
  const taken = merges.filter(({ between }) => between.some((name) => kept.includes(name)));
  return [...new Set(taken.flatMap(({ removed }) => removed))].filter((name) => !living.has(name)).reverse();
};

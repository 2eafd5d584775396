import { and, eq, gt, inArray, isNull, lte, not, or, sql } from 'drizzle-orm';
import { must, mustNot, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { Conflict, InUse, NotFound } from './errors.ts';
import { listMembers, type MemberRow } from './members.ts';
import type { Db } from './open.ts';

/** What a merge did: the row that goes on, and all rows that it touched as they were, so that it can be taken back. */
export interface Merged {
  member: MemberRow;
  before: MemberRow[];
}

const FOREVER = '9999-12-31';
const endOf = ({ left }: MemberRow): string => left ?? FOREVER;
const overlap = (a: MemberRow, b: MemberRow): boolean => a.joined < endOf(b) && b.joined < endOf(a);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * Two records of one person become one history: in no wave is the person there twice, and no answer moves.
 * Apart in time, both rows stay and get the same `person`. Side by side in one agency, a row without answers goes and the other
 * takes over its days; where both have answered, the later one takes over on the day of its first answered wave. What is
 * known of the person (name, address, language) is `keep`'s.
 *
 * @throws NotFound; Conflict when they are in two agencies at once; InUse when both answered the same waves.
 */
export async function mergeMembers(db: Db, network: string, keep: string, other: string, by: By): Promise<Merged> {
  const { members, responses, waves } = db.tables;
  const [rows, answered] = await Promise.all([
    listMembers(db, network),
    db
      .select({ member: responses.member, opens: waves.opens })
      .from(responses)
      .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
      .where(and(eq(responses.network, network), inArray(responses.member, [keep, other]))),
  ]);
  const rowOf = (id: string): MemberRow => {
    // Without a pseudonym the person was erased.
    const row = rows.find(({ member, pseudonym }) => member === id && pseudonym !== null);
    if (!row) throw new NotFound('member', id);
    return row;
  };
  if (keep === other) throw new Conflict('A record can’t be merged with itself.');
  const right = rowOf(keep);
  const wrong = rowOf(other);
  const first = earliest(right, wrong);
  const person = first.person ?? first.member;
  const chain = rows.filter(
    (row) => row !== right && row !== wrong && row.person && [right.person, wrong.person].includes(row.person),
  );
  const known = { name: right.name, email: right.email, language: right.language };
  const after = joinTwo({ ...right, person }, { ...wrong, ...known, person }, (id) =>
    answered.flatMap(({ member, opens }) => (member === id ? [opens] : [])).sort(),
  );
  const kept = [...after, ...chain.map((row) => ({ ...row, person }))];
  if (kept.some((row, i) => kept.slice(i + 1).some((later) => overlap(row, later))))
    throw new Conflict(`"${keep}" and "${other}" are in two agencies at once: end one membership first.`);

  const before = [right, wrong, ...chain];
  const gone = before.filter(({ member }) => !kept.some((row) => row.member === member)).map(({ member }) => member);
  const inside = and(lte(members.joined, waves.opens), or(isNull(members.left), gt(members.left, waves.opens)));
  const entry = {
    action: 'member.merge',
    subject: right.pseudonym ?? '',
    detail: {
      other: wrong.pseudonym,
      gone: gone.length,
      removed: before.filter(({ member }) => gone.includes(member)).map(({ pseudonym }) => pseudonym),
    },
  };
  await changePanel(db, network, entry, by, (tx): Step[] => [
    ...gone.map((member) =>
      must(
        tx
          .delete(members)
          .where(and(eq(members.network, network), eq(members.member, member)))
          .returning({ member: members.member }),
        () => new Conflict(`Member "${member}" was changed meanwhile.`),
      ),
    ),
    ...kept.map((row) =>
      must(
        tx
          .update(members)
          .set(row)
          .where(and(eq(members.network, network), eq(members.member, row.member)))
          .returning({ member: members.member }),
        () => new Conflict(`Member "${row.member}" was changed meanwhile.`),
      ),
    ),
    mustNot(
      tx
        .select({ wave: responses.wave })
        .from(responses)
        .innerJoin(members, and(eq(members.network, responses.network), eq(members.member, responses.member)))
        .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
        .where(and(eq(responses.network, network), inArray(responses.member, [keep, other]), not(inside ?? sql`true`)))
        .limit(1),
      () => new InUse('An answer came in meanwhile: look again.'),
    ),
  ]);
  const last = kept.reduce((a, b) => (endOf(b) > endOf(a) ? b : a));
  return { member: last, before };
}

const earliest = (a: MemberRow, b: MemberRow): MemberRow => (a.joined <= b.joined ? a : b);

/** The rows that are left of two of one person. `opensOf` gives the opening days of the waves that a member answered, sorted. */
function joinTwo(right: MemberRow, wrong: MemberRow, opensOf: (member: string) => string[]): MemberRow[] {
  if (!overlap(right, wrong)) return [right, wrong];
  if (right.organisation !== wrong.organisation) return [right, wrong];
  const joined = earlier(right.joined, wrong.joined);
  const left = right.left === null || wrong.left === null ? null : right.left > wrong.left ? right.left : wrong.left;
  const [ours, theirs] = [opensOf(right.member), opensOf(wrong.member)];
  if (theirs.length === 0) return [{ ...right, joined, left }];
  if (ours.length === 0) return [{ ...wrong, joined, left }];
  const [first, second] = (ours[0] ?? '') < (theirs[0] ?? '') ? [right, wrong] : [wrong, right];
  const [firstOpens, secondOpens] = first === right ? [ours, theirs] : [theirs, ours];
  const from = secondOpens[0] ?? '';
  if ((firstOpens.at(-1) ?? '') >= from)
    throw new InUse(`"${right.member}" and "${wrong.member}" have both answered in the same time.`);
  return [
    { ...first, joined, left: from },
    { ...second, joined: from, left },
  ];
}

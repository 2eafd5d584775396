import { dayIn } from './calendar.ts';
import { listMembers } from './members.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';

/** Somebody who left, and the first day on which the network keeps them no longer. */
export interface DueForErasure {
  member: string;
  organisation: string;
  name: string | null;
  left: string;
  due: string;
}

/**
 * The people whom a network would erase at `now` if it kept those who left for so many months, the longest gone first. Who is
 * still in the network under another row, or comes back later, has not left. @throws NotFound
 */
export async function listDueForErasure(db: Db, network: string, months: number, now: Date): Promise<DueForErasure[]> {
  const [{ timezone }, rows] = await Promise.all([getNetwork(db, network), listMembers(db, network)]);
  const today = dayIn(timezone, now);
  const leaving = new Map<string, string | null>();
  for (const { member, person, left } of rows) {
    const id = person ?? member;
    const known = leaving.get(id);
    leaving.set(id, left === null || known === null ? null : known === undefined || left > known ? left : known);
  }
  return rows
    .filter(({ pseudonym }) => pseudonym !== null)
    .flatMap(({ member, person, organisation, name }) => {
      const left = leaving.get(person ?? member) ?? null;
      const due = left === null ? null : addMonths(left, months);
      return left !== null && due !== null && due <= today ? [{ member, organisation, name, left, due }] : [];
    })
    .sort((a, b) => (a.left < b.left ? -1 : a.left > b.left ? 1 : 0));
}

/** The same day some months later, the last of the month where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

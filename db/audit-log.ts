import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import { auditSteps, SYSTEM_CHAIN, type AuditRow } from './audit.ts';
import { listNetworksOf } from './networks.ts';
import type { Db } from './open.ts';
import { accountActor, isAccountActor, isMemberActor } from './pseudonyms.ts';

/** What an account does with its own way in. */
export type AccountAction =
  'account.sign-in' | 'account.password' | 'account.second-step-on' | 'account.second-step-off';

/** Notes what an account did with its way in, with every network in which it has a role, and with the system. */
export async function recordAccountAction(db: Db, userId: string, action: AccountAction, now: Date): Promise<void> {
  const by = { actor: accountActor(userId), now };
  const networks = (await listNetworksOf(db, userId)).map(({ slug }) => slug).sort();
  await atomic(db, () =>
    [...networks, SYSTEM_CHAIN].flatMap((chain) => auditSteps(chain, { action, subject: userId }, by)),
  );
}

/** What is known today of who did something: an account by name, else by what it was. */
export interface Doer {
  kind: 'account' | 'member' | 'operator' | 'program';
  /** Null where nobody is to be named, or the account is gone. */
  name: string | null;
}

export interface LoggedEntry extends Pick<AuditRow, 'seq' | 'at' | 'action' | 'detail'> {
  by: Doer;
  /** What it was done to, in today's names; null where it was a person who has been erased. */
  subject: string | null;
}

/**
 * The entries of a network's audit for the actions named, the latest first, with accounts and members under their names of
 * today. Members as doers stay unnamed: who answered when is nobody's to read.
 */
export async function readAuditLog(
  db: Db,
  network: string,
  { actions, before, limit }: { actions: readonly string[]; before?: number; limit: number },
): Promise<LoggedEntry[]> {
  const { audit, members, reports, user, waves } = db.tables;
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        eq(audit.chain, network),
        inArray(audit.action, [...actions]),
        before === undefined ? undefined : lt(audit.seq, before),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(limit);
  const subjects = rows.map(({ subject }) => subject);
  const accountIds = [...rows.map(({ actor }) => actor.replace(/^account:/, '')), ...subjects];
  const [people, accounts, numbers, labels] = await Promise.all([
    db
      .select({ pseudonym: members.pseudonym, name: members.name, member: members.member })
      .from(members)
      .where(eq(members.network, network)),
    db
      .select({ id: user.id, name: user.name, email: user.email })
      .from(user)
      .where(inArray(user.id, [...new Set(accountIds)])),
    db.select({ report: reports.report, number: reports.number }).from(reports).where(eq(reports.network, network)),
    db.select({ wave: waves.wave, label: waves.label }).from(waves).where(eq(waves.network, network)),
  ]);
  const numberOf = new Map(numbers.map(({ report, number }) => [report, String(number)]));
  const labelOf = new Map(labels.map(({ wave, label }) => [wave, label]));
  const person = new Map(people.map(({ pseudonym, name, member }) => [pseudonym, name ?? member]));
  const account = new Map(accounts.map(({ id, name, email }) => [id, name || email]));

  const doer = (actor: string): Doer => {
    if (isAccountActor(actor)) return { kind: 'account', name: account.get(actor.slice('account:'.length)) ?? null };
    if (isMemberActor(actor)) return { kind: 'member', name: null };
    return actor === 'operator' ? { kind: 'operator', name: null } : { kind: 'program', name: null };
  };
  const named = ({ action, subject }: AuditRow): string | null => {
    if (/^(role|account)\./.test(action)) return account.get(subject) ?? null;
    if (/^(member\.|invitation\.hand-on)/.test(action) && !/ members$/.test(subject))
      return person.get(subject) ?? null;
    if (action.startsWith('report.')) return numberOf.get(subject) ?? subject;
    // A series that was planned at once is one entry.
    if (/^(wave|release\.freeze)/.test(action))
      return subject
        .split(' ')
        .map((wave) => labelOf.get(wave) ?? wave)
        .join(', ');
    return subject;
  };
  return rows.map((row) => {
    const { seq, at, action, detail } = row;
    return { seq, at, action, detail, by: doer(row.actor), subject: named(row) };
  });
}

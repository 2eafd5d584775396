import { expect, test } from 'vitest';
import {
  countAccounts,
  endOtherSessions,
  endSession,
  findAccount,
  findSession,
  listSessions,
  updateAccount,
} from '../accounts.ts';
import { listAudit, verifyAudit } from '../audit.ts';
import { findAppointment, listCustodians } from '../custodians.ts';
import { Conflict, InvitedOtherwise, LastLead, NotFound, SlugReserved } from '../errors.ts';
import { createNetwork, hasNetworks } from '../networks.ts';
import type { Db } from '../open.ts';
import {
  acceptRoleInvitation,
  inviteToRole,
  listRoleInvitations,
  openRoleInvitation,
  withdrawRoleInvitation,
} from '../role-invitations.ts';
import { grantRole, listGrants, revokeRole, rolesIn, setRoles } from '../roles.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anAccount, anInstrument, aTokenHash, byLead, unique } from '../testing/factories.ts';
import { addWaves } from '../waves.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(byLead.now.getTime() + days * DAY_MS);
const dayFrom = (days: number) => inDays(days).toISOString().slice(0, 10);
const aWave = (opens: number, closes: number) => ({
  wave: unique('w'),
  label: 'A wave',
  opens: dayFrom(opens),
  closes: dayFrom(closes),
});

async function aNetworkWithLead(db: Db) {
  const [network, lead] = [await aNetwork(db), await anAccount(db)];
  await grantRole(db, lead, network, 'lead', byLead);
  return { network, lead };
}

onEachEngine((bench) => {
  test('a network keeps a lead, also when two leads take each other out at once', async () => {
    const { db } = bench;
    const { network, lead } = await aNetworkWithLead(db);
    await expect(setRoles(db, lead, network, ['viewer'], byLead)).rejects.toThrow(LastLead);
    await expect(setRoles(db, lead, network, [], byLead)).rejects.toThrow(LastLead);
    expect(await rolesIn(db, lead, network)).toEqual(['lead']);
    const second = await anAccount(db);
    await expect(setRoles(db, second, network, ['lead'], byLead)).rejects.toThrow(NotFound);
    await grantRole(db, second, network, 'lead', byLead);
    const ended = await Promise.allSettled([
      setRoles(db, lead, network, [], byLead),
      revokeRole(db, second, network, 'lead', byLead),
    ]);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listGrants(db, network)).filter(({ role }) => role === 'lead')).toHaveLength(1);
    const actions = (await listAudit(db, network)).map(({ action }) => action).filter((action) => /^role/.test(action));
    expect(actions).toEqual(['role.grant', 'role.grant', 'role.revoke']);
    expect(await verifyAudit(db, network)).toMatchObject({ broken: null });
  });

  test('an invitation is taken up once, by a hash, until it expires or is taken back', async () => {
    const { db } = bench;
    const { network, lead } = await aNetworkWithLead(db);
    const email = `${unique('Invited')}@Example.org`;
    const invite = async (expires = 14) => {
      const invitation = { id: unique('i'), tokenHash: aTokenHash(), email, role: 'viewer' as const, language: null };
      await inviteToRole(db, network, { ...invitation, invitedBy: lead, expiresAt: inDays(expires) }, byLead);
      return invitation;
    };
    const first = await invite();
    const second = await invite();
    await expect(openRoleInvitation(db, first.tokenHash, byLead.now)).rejects.toThrow(NotFound);
    expect(await listRoleInvitations(db, network)).toMatchObject([{ email: email.toLowerCase(), role: 'viewer' }]);
    await expect(openRoleInvitation(db, second.tokenHash, inDays(14))).rejects.toThrow(NotFound);
    const opened = await openRoleInvitation(db, second.tokenHash, inDays(13));
    expect(opened).toMatchObject({ network, role: 'viewer', invitedByName: 'Someone' });

    const [account, other] = [await anAccount(db, email), await anAccount(db)];
    await expect(acceptRoleInvitation(db, opened, other, byLead)).rejects.toThrow(InvitedOtherwise);
    expect(await listRoleInvitations(db, network)).toHaveLength(1);
    expect(await rolesIn(db, other, network)).toEqual([]);
    const taken = await Promise.allSettled([
      acceptRoleInvitation(db, opened, account, byLead),
      acceptRoleInvitation(db, opened, account, byLead),
    ]);
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listRoleInvitations(db, network)).toEqual([]);
    await setRoles(db, account, network, [], byLead);
    const third = await invite();
    await withdrawRoleInvitation(db, network, third.id, byLead);
    await expect(openRoleInvitation(db, third.tokenHash, byLead.now)).rejects.toThrow(NotFound);
    await expect(withdrawRoleInvitation(db, network, third.id, byLead)).rejects.toThrow(NotFound);
    await grantRole(db, account, network, 'viewer', byLead);
    await expect(invite()).rejects.toThrow(Conflict);
  });

  test('a custodian whom a lead appoints begins with the next wave; the operator’s at once', async () => {
    const { db } = bench;
    const { network, lead } = await aNetworkWithLead(db);
    const [past, next] = [aWave(-40, -30), aWave(20, 30)];
    await addWaves(db, network, [past], byLead);
    await setRoles(db, lead, network, ['lead', 'custodian'], byLead);
    expect(await findAppointment(db, network, lead)).toEqual({ after: past.opens, begins: null });
    await addWaves(db, network, [next], byLead);
    expect(await findAppointment(db, network, lead)).toEqual({ after: past.opens, begins: next.opens });
    expect(await listCustodians(db, network, past.opens)).toEqual([]);
    expect(await listCustodians(db, network, next.opens)).toEqual(['Someone']);

    const operators = await anAccount(db);
    await grantRole(db, operators, network, 'custodian', byLead);
    expect(await findAppointment(db, network, operators)).toEqual({ after: null, begins: past.opens });
    expect(await listCustodians(db, network, past.opens)).toEqual(['Someone']);
    expect(await findAppointment(db, network, await anAccount(db))).toBeNull();

    const empty = await aNetworkWithLead(db);
    await setRoles(db, empty.lead, empty.network, ['lead', 'custodian'], byLead);
    expect(await findAppointment(db, empty.network, empty.lead)).toEqual({ after: null, begins: null });
  });

  test('sessions are seen and ended by their own account alone', async () => {
    const { db } = bench;
    const before = await countAccounts(db);
    const email = `${unique('someone')}@example.org`;
    const [mine, theirs] = [await anAccount(db, email), await anAccount(db)];
    expect(await countAccounts(db)).toBe(before + 2);
    const { session } = db.tables;
    const [a, b, c] = [aTokenHash(), aTokenHash(), aTokenHash()];
    const times = { createdAt: byLead.now, updatedAt: byLead.now };
    for (const [token, userId, expires] of [
      [a, mine, 7],
      [b, mine, 7],
      [c, mine, -1],
    ] as const)
      await db
        .insert(session)
        .values({ id: token, token, userId, expiresAt: inDays(expires), ...times })
        .returning({ id: session.id });
    expect((await listSessions(db, mine, byLead.now)).map(({ id }) => id).sort()).toEqual([a, b].sort());
    await expect(endSession(db, theirs, a, byLead)).rejects.toThrow(NotFound);
    await endOtherSessions(db, mine, a, byLead);
    expect((await listSessions(db, mine, byLead.now)).map(({ id }) => id)).toEqual([a]);
    await endSession(db, mine, a, byLead);
    expect(await findSession(db, a, byLead.now)).toBeNull();
    await updateAccount(db, mine, { name: 'Ada', language: 'id' }, byLead);
    expect(await findAccount(db, email)).toMatchObject({ name: 'Ada', language: 'id' });
  });

  test('words of our own addresses are no slug', async () => {
    const { db } = bench;
    const network = { slug: 'new', name: 'New', timezone: 'Etc/UTC', locale: 'en', instrument: anInstrument() };
    await expect(createNetwork(db, network, byLead)).rejects.toThrow(SlugReserved);
    expect(await hasNetworks(db)).toBe(true);
  });
});

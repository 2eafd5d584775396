import { randomUUID } from 'node:crypto';
import { dayIn } from '@rapport/db/calendar';
import { findAppointment } from '@rapport/db/custodians';
import { sha256 } from '@rapport/db/fingerprint';
import { getNetwork } from '@rapport/db/networks';
import {
  inviteToRole,
  listRoleInvitations,
  withdrawRoleInvitation,
  type RoleInvitationRow,
} from '@rapport/db/role-invitations';
import { listGrants, setRoles, type GrantRow } from '@rapport/db/roles';
import type { Context } from 'hono';
import { z } from 'zod';
import { router, type ApiEnv } from '../context.ts';
import { mailRoleInvitation } from '../mail/role-mail.ts';
import { route } from '../route.ts';
import { personSchema, roleInvitationCreateSchema, roleInvitationSchema, rolesSchema } from '../schemas/accounts.ts';
import { newToken } from '../sessions.ts';
import { body, by, gone, inNetwork, json } from './parts.ts';

const tags = ['people'];
const DAYS = 14;
const withAccount = inNetwork.extend({ account: z.string().min(1).max(200) });

const listRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/people',
  summary: 'Who may do what in the workspace, and who was asked to',
  tags,
  request: { params: inNetwork },
  responses: {
    200: json(
      z.object({ people: z.array(personSchema), invitations: z.array(roleInvitationSchema) }),
      'By address; invitations that nobody has taken up',
    ),
  },
});
const inviteRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/people/invitations',
  summary: 'Invites somebody to a role by a link that works once, within 14 days; the same again replaces the link',
  tags,
  request: { params: inNetwork, body: body(roleInvitationCreateSchema) },
  responses: {
    201: json(
      roleInvitationSchema.extend({
        mailed: z.boolean(),
        /** To be handed on, where no mail went out. */
        url: z.string().nullable(),
      }),
      'Invited. A custodian begins with the next wave that opens',
    ),
  },
});
const withdrawRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/people/invitations/{id}',
  summary: 'Takes an invitation back: its link ends',
  tags,
  request: { params: inNetwork.extend({ id: z.string().min(1).max(200) }) },
  responses: gone,
});
const changeRoute = route('lead', {
  method: 'put',
  path: '/networks/{network}/people/{account}/roles',
  summary: 'Gives an account of the workspace exactly these roles; 409 when nobody would lead the network',
  tags,
  request: { params: withAccount, body: body(rolesSchema) },
  responses: {
    200: json(z.object({ people: z.array(personSchema) }), 'Changed; a new custodian begins with the next wave'),
  },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/people/{account}',
  summary: 'Takes an account out of the workspace; 409 for the last lead',
  tags,
  request: { params: withAccount },
  responses: gone,
});

export const people = router()
  .openapi(listRoute, async (c) => {
    const { network } = c.req.valid('param');
    const invitations = await listRoleInvitations(c.var.db, network);
    const views = invitations.map((row) => invitationView(row, c.var.clock()));
    return c.json({ people: await peopleOf(c, network), invitations: views }, 200);
  })
  .openapi(inviteRoute, async (c) => {
    const { db, clock, config, account } = c.var;
    const { network } = c.req.valid('param');
    const { email, role, language = null } = c.req.valid('json');
    const token = newToken();
    const invitation = {
      id: randomUUID(),
      tokenHash: sha256(token),
      email: email.toLowerCase(),
      role,
      language,
      invitedBy: account.id,
      expiresAt: new Date(clock().getTime() + DAYS * 86_400_000),
    };
    await inviteToRole(db, network, invitation, by(c));
    const url = `${config.origin}/sign-in/join/${token}`;
    const mailed = await mailRoleInvitation(c.var, { ...invitation, network, url, inviter: account.name });
    const view = invitationView({ ...invitation, createdAt: clock() }, clock());
    return c.json({ ...view, mailed, url: mailed ? null : url }, 201);
  })
  .openapi(withdrawRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await withdrawRoleInvitation(c.var.db, network, id, by(c));
    return c.body(null, 204);
  })
  .openapi(changeRoute, async (c) => {
    const { network, account } = c.req.valid('param');
    await setRoles(c.var.db, account, network, c.req.valid('json').roles, by(c));
    return c.json({ people: await peopleOf(c, network) }, 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, account } = c.req.valid('param');
    await setRoles(c.var.db, account, network, [], by(c));
    return c.body(null, 204);
  });

const invitationView = (
  {
    id,
    email,
    role,
    createdAt,
    expiresAt,
  }: Pick<RoleInvitationRow, 'id' | 'email' | 'role' | 'createdAt' | 'expiresAt'>,
  now: Date,
): z.infer<typeof roleInvitationSchema> => ({
  invitation: id,
  email,
  role,
  invited: createdAt.toISOString(),
  expires: expiresAt.toISOString(),
  expired: expiresAt <= now,
});

async function peopleOf(c: Context<ApiEnv>, network: string): Promise<z.infer<typeof personSchema>[]> {
  const { db, clock, account } = c.var;
  const [grants, { timezone }] = await Promise.all([listGrants(db, network), getNetwork(db, network)]);
  const today = dayIn(timezone, clock());
  const byAccount = new Map<string, GrantRow[]>();
  for (const grant of grants) byAccount.set(grant.userId, [...(byAccount.get(grant.userId) ?? []), grant]);
  return Promise.all(
    [...byAccount].map(async ([userId, rows]) => ({
      account: userId,
      email: rows[0]?.email ?? '',
      name: rows[0]?.name ?? '',
      you: userId === account.id,
      roles: await Promise.all(rows.map((row) => roleView(row))),
    })),
  );

  async function roleView({ userId, role, grantedAt }: GrantRow) {
    const appointment = role === 'custodian' ? await findAppointment(db, network, userId) : null;
    const begins = appointment?.begins ?? null;
    const begun = appointment === null || (begins !== null && begins <= today);
    return { role, since: grantedAt.toISOString(), begun, begins };
  }
}

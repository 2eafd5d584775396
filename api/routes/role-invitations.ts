import { accountActor } from '@rapport/db/pseudonyms';
import { findAccount } from '@rapport/db/accounts';
import { sha256 } from '@rapport/db/fingerprint';
import { acceptRoleInvitation, openRoleInvitation } from '@rapport/db/role-invitations';
import type { Context } from 'hono';
import { z } from 'zod';
import { router, type ApiEnv } from '../context.ts';
import { openToken } from '../limits.ts';
import { Conflict } from '../problems.ts';
import { route } from '../route.ts';
import { joinSchema, openedInvitationSchema } from '../schemas/accounts.ts';
import { body, by, json } from './parts.ts';

const tags = ['people'];
const withToken = z.object({ token: z.string().min(1).max(200) });
const taken = z.object({ network: z.string(), email: z.string() });

const showRoute = route('anyone', {
  method: 'get',
  path: '/role-invitations/{token}',
  summary: 'What an invitation to a role is about; changes nothing. 404 once it was taken up, taken back or is too old',
  tags,
  request: { params: withToken },
  responses: { 200: json(openedInvitationSchema, 'Network, role, and who asks') },
});
const joinRoute = route('anyone', {
  method: 'post',
  path: '/role-invitations/{token}',
  summary: 'Makes an account with the address that was invited, and gives it the role; 409 when it has one already',
  tags,
  request: { params: withToken, body: body(joinSchema) },
  responses: { 201: json(taken, 'Made; sign in with it') },
});
const acceptRoute = route('account', {
  method: 'post',
  path: '/role-invitations/{token}/acceptance',
  summary: 'Gives the role to the account that is signed in; 403 when another address was invited',
  tags,
  request: { params: withToken },
  responses: { 200: json(taken, 'Given') },
});

const invitationBehind = (c: Context<ApiEnv>, token: string) =>
  openToken(c, () => openRoleInvitation(c.var.db, sha256(token), c.var.clock()));

export const roleInvitations = router()
  .openapi(showRoute, async (c) => {
    const { network, networkName, role, email, invitedByName, expiresAt } = await invitationBehind(
      c,
      c.req.valid('param').token,
    );
    const hasAccount = (await findAccount(c.var.db, email)) !== null;
    return c.json(
      { network, networkName, role, email, invitedBy: invitedByName, expires: expiresAt.toISOString(), hasAccount },
      200,
    );
  })
  .openapi(joinRoute, async (c) => {
    const { db, auth, clock } = c.var;
    const { name, password, language } = c.req.valid('json');
    const invitation = await invitationBehind(c, c.req.valid('param').token);
    const { network, email } = invitation;
    if (await findAccount(db, email))
      throw new Conflict('There is an account with this address: sign in to take the role.');
    const chosen = language ?? invitation.language;
    const account = await auth.createAccount({ name, email, password, ...(chosen && { language: chosen }) });
    await acceptRoleInvitation(db, invitation, account, { actor: accountActor(account), now: clock() });
    return c.json({ network, email }, 201);
  })
  .openapi(acceptRoute, async (c) => {
    const { db, account } = c.var;
    const invitation = await invitationBehind(c, c.req.valid('param').token);
    await acceptRoleInvitation(db, invitation, account.id, by(c));
    return c.json({ network: invitation.network, email: account.email }, 200);
  });

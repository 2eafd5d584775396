import { endOtherSessions, endSession, getAccount, listSessions, updateAccount } from '@rapport/db/accounts';
import { listNetworksOf } from '@rapport/db/networks';
import type { Context } from 'hono';
import { z } from 'zod';
import { router, type ApiEnv } from '../context.ts';
import { needsOf } from '../needs.ts';
import { route } from '../route.ts';
import { accountPatchSchema, accountSchema, needSchema } from '../schemas/accounts.ts';
import { networkViewSchema } from '../schemas/rows.ts';
import { networkView } from '../views.ts';
import { body, by, gone, json } from './parts.ts';

const tags = ['account'];

const showRoute = route('account', {
  method: 'get',
  path: '/account',
  summary: 'Who is signed in, and where',
  tags,
  responses: { 200: json(accountSchema, 'The account with its sessions, the newest first') },
});
const changeRoute = route('account', {
  method: 'patch',
  path: '/account',
  summary: 'Changes the name, which custodians are announced by, or the language',
  tags,
  request: { body: body(accountPatchSchema) },
  responses: { 200: json(accountSchema, 'Changed') },
});
const endRoute = route('account', {
  method: 'delete',
  path: '/account/sessions/{id}',
  summary: 'Ends a session of the account: that device has to sign in again',
  tags,
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: gone,
});
const endOthersRoute = route('account', {
  method: 'delete',
  path: '/account/sessions',
  summary: 'Ends all sessions of the account but this one',
  tags,
  responses: gone,
});
const networksRoute = route('account', {
  method: 'get',
  path: '/account/networks',
  summary: 'The networks in which the account has a role, each with what it waits for now',
  tags,
  responses: {
    200: json(
      z.object({ networks: z.array(networkViewSchema.extend({ needs: z.array(needSchema) })) }),
      'By name; the most pressing need first',
    ),
  },
});

export const account = router()
  .openapi(showRoute, async (c) => c.json(await accountView(c), 200))
  .openapi(changeRoute, async (c) => {
    const { name, language } = c.req.valid('json');
    const patch = { ...(name !== undefined && { name }), ...(language !== undefined && { language }) };
    await updateAccount(c.var.db, c.var.account.id, patch, by(c));
    return c.json(await accountView(c), 200);
  })
  .openapi(endRoute, async (c) => {
    await endSession(c.var.db, c.var.account.id, c.req.valid('param').id, by(c));
    return c.body(null, 204);
  })
  .openapi(endOthersRoute, async (c) => {
    await endOtherSessions(c.var.db, c.var.account.id, c.var.account.tokenHash, by(c));
    return c.body(null, 204);
  })
  .openapi(networksRoute, async (c) => {
    const { db, clock } = c.var;
    const rows = await listNetworksOf(db, c.var.account.id);
    const networks = await Promise.all(
      rows.map(async (row) => ({ ...networkView(row, row.roles), needs: await needsOf(db, row, clock()) })),
    );
    return c.json({ networks }, 200);
  });

async function accountView(c: Context<ApiEnv>): Promise<z.infer<typeof accountSchema>> {
  const { db, account: own, clock } = c.var;
  const [{ email, name, language, twoFactorEnabled }, sessions] = await Promise.all([
    getAccount(db, own.id),
    listSessions(db, own.id, clock()),
  ]);
  return {
    email,
    name,
    language,
    secondStep: twoFactorEnabled,
    sessions: sessions.map(({ id, token, userAgent, createdAt, expiresAt }) => ({
      session: id,
      current: token === own.tokenHash,
      userAgent,
      since: createdAt.toISOString(),
      expires: expiresAt.toISOString(),
    })),
  };
}

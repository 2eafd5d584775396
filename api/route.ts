import { hasNetworks, listNetworksOf } from '@rapport/db/networks';
import { rolesIn } from '@rapport/db/roles';
import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { ApiEnv } from './context.ts';
import { PROBLEM_TYPE, problemSchema } from './errors.ts';
import { NotAllowed, NotFound, SignInNeeded } from './problems.ts';
import { findAccount, findMember, type NetworkRole } from './sessions.ts';

/**
 * Who may call a route, shown as `x-role` in the API document.
 * `anyone` needs nothing, or a token that the route checks itself; `member` a member's session; `account` a signed-in
 * account; the others that role in the network of the address, or in any network where the address names none.
 */
export type RouteRole = 'anyone' | 'member' | 'account' | NetworkRole;

/** The roles that open a route; lead and custodian may read whatever a viewer may. */
const OPENED_BY: Record<NetworkRole, readonly NetworkRole[]> = {
  lead: ['lead'],
  viewer: ['viewer', 'lead', 'custodian'],
  custodian: ['custodian'],
  funder: ['funder'],
};

/**
 * Declares a route and who may call it. The role is checked before any value of the request is.
 * Error replies are added to the document only: their shape is the same everywhere, and clients narrow on success.
 */
export function route<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(role: RouteRole, config: R) {
  const problem = (description: string) => ({
    description,
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
  });
  const refusals =
    role === 'anyone'
      ? {}
      : {
          401: problem('Not signed in'),
          403: problem('The role does not allow it'),
          404: problem('Not there, or not yours'),
        };
  return withTypeOf(config, {
    ...config,
    'x-role': role,
    security: role === 'anyone' ? [] : [{ [role === 'member' ? 'memberSession' : 'accountSession']: [] }],
    middleware: allow(role),
    responses: { ...refusals, ...config.responses, default: problem('Anything else that went wrong') },
  });
}

// What is added at run time (role, error replies) changes no type that a handler or the client sees.
function withTypeOf<R extends RouteConfig>(_: R, declared: RouteConfig) {
  return createRoute(declared) as unknown as ReturnType<typeof createRoute<R['path'], R>>;
}

function allow(role: RouteRole): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (role === 'member') c.set('member', await needMember(c));
    else if (role !== 'anyone') {
      const account = await needAccount(c);
      const roles = await rolesHere(c, account.id);
      if (role !== 'account') checkRole(role, roles);
      c.set('account', account);
      c.set('roles', roles);
    }
    await next();
  };
}

async function needAccount(c: Context<ApiEnv>) {
  const account = await findAccount(c);
  if (!account) throw new SignInNeeded('This needs an account that is signed in.');
  return account;
}

async function needMember(c: Context<ApiEnv>) {
  const member = await findMember(c);
  if (!member) throw new SignInNeeded('Open the link of your invitation again.');
  return member;
}

// Whoever holds no role in a network is told that it isn't there. While there is no network at all, any account may lead the
// first: it is the one that the link printed at the start made.
async function rolesHere({ req, var: { db } }: Context<ApiEnv>, userId: string): Promise<NetworkRole[]> {
  const network = req.param('network');
  if (network === undefined) {
    const held = (await listNetworksOf(db, userId)).flatMap(({ roles }) => roles);
    return held.length === 0 && !(await hasNetworks(db)) ? ['lead'] : held;
  }
  const roles = await rolesIn(db, userId, network);
  if (roles.length === 0) throw new NotFound('No such network, or not yours.');
  return roles;
}

function checkRole(role: NetworkRole, held: NetworkRole[]) {
  if (!held.some((one) => OPENED_BY[role].includes(one)))
    throw new NotAllowed(`This needs the role ${OPENED_BY[role].join(' or ')}.`);
}

import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';

const MINUTES = 10;

/**
 * A mailed link stands for the password only: an account with a second step is asked for its code after a link too. The
 * twoFactor plugin does so for passwords; this opens the same challenge (its cookie, its two verification values).
 */
export const linkAsksForCode = {
  id: 'link-asks-for-code',
  hooks: {
    after: [
      {
        matcher: ({ path }) => path === '/magic-link/verify',
        handler: createAuthMiddleware(async (ctx) => {
          const { newSession, internalAdapter, secret } = ctx.context;
          if (!newSession?.user.twoFactorEnabled) return;
          deleteSessionCookie(ctx, true);
          await internalAdapter.deleteSession(newSession.session.token);
          ctx.context.setNewSession(null);
          const cookie = ctx.context.createAuthCookie('two_factor', { maxAge: MINUTES * 60 });
          const identifier = `2fa-${generateRandomString(20)}`;
          const expiresAt = new Date(Date.now() + MINUTES * 60_000);
          await internalAdapter.createVerificationValue({ value: newSession.user.id, identifier, expiresAt });
          const attempts = `2fa-attempts-${identifier}`;
          await internalAdapter.createVerificationValue({ value: '0', identifier: attempts, expiresAt });
          await ctx.setSignedCookie(cookie.name, identifier, secret, cookie.attributes);
          const query: unknown = ctx.query;
          throw ctx.redirect(`/sign-in/code?to=${encodeURIComponent(pathIn(query))}`);
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin;

function pathIn(query: unknown): string {
  const to = typeof query === 'object' && query !== null && 'callbackURL' in query ? query.callbackURL : '/';
  return typeof to === 'string' ? to : '/';
}

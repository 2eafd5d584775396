import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '@rapport/db/open';
import { endSessionsOf, renewPasswordHash } from '@rapport/db/sign-in';
import { APIError } from 'better-auth/api';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { magicLink } from 'better-auth/plugins/magic-link';
import { twoFactor as secondStep } from 'better-auth/plugins/two-factor';
import { noteAccountAction } from './account-audit.ts';
import type { Config } from './config.ts';
import { hashedSessions } from './hashed-sessions.ts';
import type { Log } from './log.ts';
import type { AccountAddress, AccountMail } from './mail/account-mail.ts';
import { COST, passwordsAt, type Passwords } from './passwords.ts';
import { linkAsksForCode } from './second-step.ts';

/** The header that the server sets to the caller's address, replacing any that the caller sent. */
export const CLIENT_ADDRESS = 'x-rapport-client';

const DAY = 24 * 60 * 60;
export const SESSION_SECONDS = 7 * DAY;
export const SIGN_IN_LINK_SECONDS = 60 * 60;
/** For who starts the program and goes for a coffee; the next start prints another. */
const SET_UP_LINK_SECONDS = DAY;
const SET_UP = 'set-up:';
export const PASSWORD_LENGTH = { min: 8, max: 128 };

/** What the rest of the API needs of better-auth. */
export interface Auth {
  /** Answers `/api/auth/*`. */
  handler(request: Request): Promise<Response>;
  /** Makes an account that can sign in with a password at once. Gives its id; an address that is taken keeps its account. */
  createAccount(account: { email: string; name: string; password: string; language?: string }): Promise<string>;
  /** The account with this address, if there is one. */
  accountId(email: string): Promise<string | null>;
  /** Every session of the account ends. */
  setPassword(userId: string, password: string): Promise<void>;
  /**
   * A link that signs the account in once, within the hour, and goes on to `path`. Only the token's hash is stored.
   * @throws Error when there is no such account
   */
  signInLink(email: string, path: string): Promise<string>;
  /** The token of a link that makes the first account, once and within the day. Only its hash is stored. */
  setUpToken(): Promise<string>;
  isSetUpToken(token: string): Promise<boolean>;
  /** Uses the token up; false when somebody was faster. */
  useSetUpToken(token: string): Promise<boolean>;
}

export interface AuthParts {
  db: Db;
  config: Config;
  secret: string;
  log: Log;
  /** Mails links to accounts; null where no mail can be sent. */
  mail: AccountMail | null;
  /** At today's cost where left out. */
  passwords?: Passwords;
}

/** Whether a password is right; a hash of a lower cost than today's is renewed with it. */
const verifyBy = (passwords: Passwords, db: Db) => async (given: { hash: string; password: string }) => {
  const { right, renewed } = await passwords.verify(given.hash, given.password);
  if (renewed !== null) await renewPasswordHash(db, given.hash, renewed);
  return right;
};

/** E-mail with password (passwords.ts) and one-time links, on our own tables. Nobody signs up by themselves. */
export function createAuth({ db, config, secret, log, mail, passwords = passwordsAt(COST) }: AuthParts): Auth {
  const { user, session, account, verification, rateLimit, twoFactor } = db.tables;
  const links = new Map<string, (url: string) => void>();
  const auth = betterAuth({
    appName: 'Rapport',
    baseURL: config.origin,
    basePath: '/api/auth',
    secret,
    trustedOrigins: config.trustedOrigins,
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => log[level === 'error' ? 'error' : 'warn']({ auth: true }, message),
    },
    database: hashedSessions(
      drizzleAdapter(db.drizzle, {
        provider: db.engine === 'postgres' ? 'pg' : 'sqlite',
        schema: { user, session, account, verification, rateLimit, twoFactor },
        // better-sqlite3's transactions are synchronous: with `true` the adapter answers 500 and writes all the same.
        transaction: db.engine === 'postgres',
      }),
    ),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: passwords.hash, verify: verifyBy(passwords, db) },
      resetPasswordTokenExpiresIn: SIGN_IN_LINK_SECONDS,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: ({ user }) => noteAccountAction({ db, log }, user.id, 'account.password', new Date()),
      ...(mail && {
        // Not awaited: how long it takes would tell which addresses have accounts.
        sendResetPassword: async ({ user, token }: { user: AccountAddress; token: string }) =>
          void mail('reset', user, `/sign-in/new-password?token=${token}`),
      }),
    },
    verification: {
      storeIdentifier: { default: 'plain', overrides: { 'reset-password:': 'hashed', [SET_UP]: 'hashed' } },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: DAY },
    user: {
      additionalFields: {
        disabledAt: { type: 'date', required: false, input: false, returned: false },
        language: { type: 'string', required: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, context) => {
            const found = await context?.context.internalAdapter.findUserById(userId);
            if (found && 'disabledAt' in found && found.disabledAt) throw new APIError('FORBIDDEN');
          },
          after: async ({ userId }) => {
            await noteAccountAction({ db, log }, userId, 'account.sign-in', new Date());
          },
        },
      },
    },
    // limits.ts counts tries of the routes that we let through. The window is long for its sake: better-auth clears away
    // counts that are older than the longest window it knows.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 2 * 60 * 60,
      customRules: { '/two-factor/*': { window: 60, max: 20 }, '/**': false },
    },
    advanced: {
      cookiePrefix: 'rapport',
      useSecureCookies: config.secure,
      // Off by default under NODE_ENV=test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
    },
    plugins: [
      secondStep({ issuer: 'Rapport' }),
      linkAsksForCode,
      magicLink({
        disableSignUp: true,
        storeToken: 'hashed',
        expiresIn: SIGN_IN_LINK_SECONDS,
        // Called for unknown addresses too. A link that we asked for ourselves is not mailed.
        sendMagicLink: ({ email, token, url, metadata }) => {
          const asked = links.get(String(metadata?.request));
          if (asked) return asked(url);
          if (mail) void mailSignInLink(email, token, new URL(url).searchParams.get('callbackURL') ?? '/');
        },
      }),
    ],
  });

  const adapter = async () => (await auth.$context).internalAdapter;
  // To a page of ours that asks for a click: a mail scanner that fetches the address uses nothing up.
  async function mailSignInLink(email: string, token: string, to: string): Promise<void> {
    const found = (await (await adapter()).findUserByEmail(email.toLowerCase()))?.user;
    if (found) await mail?.('sign-in', found, `/sign-in/link?${new URLSearchParams({ token, to }).toString()}`);
  }
  const hash = async (password: string) => (await auth.$context).password.hash(password);

  return {
    handler: (request) => auth.handler(request),
    async accountId(email) {
      return (await (await adapter()).findUserByEmail(email.toLowerCase()))?.user.id ?? null;
    },
    async createAccount({ email, name, password, language }) {
      const internal = await adapter();
      const made = await internal.createUser(
        { email: email.toLowerCase(), name, emailVerified: true, ...(language && { language }) },
        { method: 'admin' },
      );
      await internal.linkAccount({
        userId: made.id,
        providerId: 'credential',
        accountId: made.id,
        password: await hash(password),
      });
      return made.id;
    },
    async setPassword(userId, password) {
      const internal = await adapter();
      await internal.updatePassword(userId, await hash(password));
      await endSessionsOf(db, userId);
    },
    async signInLink(email, path) {
      if (!(await (await adapter()).findUserByEmail(email.toLowerCase()))) throw new Error(`no account for ${email}`);
      const request = randomUUID();
      const url = new Promise<string>((resolve) => links.set(request, resolve));
      try {
        await auth.api.signInMagicLink({
          body: { email, callbackURL: path, errorCallbackURL: '/sign-in', metadata: { request } },
          headers: new Headers(),
        });
        return await url;
      } finally {
        links.delete(request);
      }
    },
    async setUpToken() {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + SET_UP_LINK_SECONDS * 1000);
      await (await adapter()).createVerificationValue({ identifier: SET_UP + token, value: 'set-up', expiresAt });
      return token;
    },
    async isSetUpToken(token) {
      const found = await (await adapter()).findVerificationValue(SET_UP + token);
      return found !== null && found.expiresAt > new Date();
    },
    async useSetUpToken(token) {
      return (await (await adapter()).consumeVerificationValue(SET_UP + token)) !== null;
    },
  };
}

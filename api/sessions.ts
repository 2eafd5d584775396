import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { findSession } from '@rapport/db/accounts';
import { sha256 } from '@rapport/db/fingerprint';
import { findSurveySession, startSurveySession, type Invitation, type SurveySession } from '@rapport/db/invitations';
import type { Role } from '@rapport/db/tables/accounts';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { ApiEnv, Services } from './context.ts';
import { hourly } from './hourly.ts';

export type NetworkRole = Role;

export interface Account {
  id: string;
  email: string;
  name: string;
  /** SHA-256 of the token of the session that the request came with: what is stored of it. */
  tokenHash: string;
}

/** A member at their form: the seat that the cookie stands for, and whether its link passed through a lead's hands. */
export type MemberSession = SurveySession;

const DAY_MS = 24 * 60 * 60 * 1000;
const ACCOUNT_COOKIE = 'rapport.session_token';
const MEMBER_COOKIE = 'rapport.member';

const named = (secure: boolean, name: string) => (secure ? `__Secure-${name}` : name);

/** The account behind the request's cookie; null without one, or when it is forged, expired or disabled. */
export async function findAccount(c: Context<ApiEnv>): Promise<Account | null> {
  const { db, clock } = c.var;
  const token = sessionToken(c);
  if (token === null) return null;
  const tokenHash = sha256(token);
  const found = await findSession(db, tokenHash, clock());
  return found && { id: found.userId, email: found.email, name: found.name, tokenHash };
}

/** The token in the request's cookie of an account; null without one, or when it is forged. It may have ended. */
export const sessionToken = (c: Context<ApiEnv>): string | null =>
  signedValue(getCookie(c, named(c.var.config.secure, ACCOUNT_COOKIE)), c.var.secret);

/** better-auth's signed cookie: the value, a dot, and its HMAC-SHA-256 in base64. Checked here, before any query. */
function signedValue(cookie: string | undefined, secret: string): string | null {
  const dot = cookie?.lastIndexOf('.') ?? -1;
  if (cookie === undefined || dot < 1) return null;
  const value = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(value).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? value : null;
}

/** The member behind the request's cookie; null without one, or when it is unknown or expired. */
export const findMember = (c: Context<ApiEnv>): Promise<MemberSession | null> =>
  findMemberIn(c.var, c.req.header('cookie'));

/** The same for a Cookie header by itself. */
export async function findMemberIn(
  { db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>,
  cookies: string | undefined,
): Promise<MemberSession | null> {
  const name = named(config.secure, MEMBER_COOKIE);
  const cookie = cookies === undefined ? undefined : parse(cookies, name)[name];
  return cookie === undefined ? null : findSurveySession(db, sha256(cookie), clock());
}

/**
 * The session that this device has already for the seat of an invitation: it goes on, so that a device which opens its link
 * again reads back what it wrote. Null where there is none, or the invitation may read more than it.
 */
export async function heldSession(
  c: Context<ApiEnv>,
  { network, wave, member, handedOn }: Invitation,
): Promise<MemberSession | null> {
  const held = await findMember(c);
  const same = held?.network === network && held.wave === wave && held.member === member;
  return held && same && (handedOn || !held.handedOn) ? held : null;
}

/** 256 random bits for a link or a cookie; only its SHA-256 is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * Gives the member a cookie for an invitation. It lasts a day longer than the wave, so that a reply lost at the last minute
 * can still be asked for again.
 */
export async function startMemberSession(
  c: Context<ApiEnv>,
  { network, wave, member, handedOn }: Invitation,
  closing: Date,
): Promise<MemberSession> {
  const { db, config, clock } = c.var;
  const secret = newToken();
  const expiresAt = new Date(closing.getTime() + DAY_MS);
  const session = { tokenHash: sha256(secret), network, wave, member, handedOn, expiresAt };
  // A link that is opened over and over, as mail scanners do, fills no audit.
  await hourly(db, `sign-in ${JSON.stringify([network, wave, member, handedOn])}`, clock(), (isFirst) =>
    startSurveySession(db, session, clock(), { audited: isFirst }),
  );
  // A cookie may last 400 days at most.
  const expires = new Date(Math.min(expiresAt.getTime(), clock().getTime() + 399 * DAY_MS));
  setCookie(c, named(config.secure, MEMBER_COOKIE), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: config.secure,
    expires,
  });
  return session;
}

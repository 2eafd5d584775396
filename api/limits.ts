import { NotFound } from '@rapport/db/errors';
import { sha256 } from '@rapport/db/fingerprint';
import { countTry, uncountTry } from '@rapport/db/limits';
import type { Context } from 'hono';
import { CLIENT_ADDRESS } from './auth.ts';
import { limitedAddress } from './client-address.ts';
import type { ApiEnv } from './context.ts';
import { TooSoon } from './problems.ts';

/** How many tries one party may have in a time. Only secrets that can be guessed, and mails, are limited. */
export interface Limit {
  name: string;
  most: number;
  minutes: number;
}

/**
 * A wrong password: few for one account from one address; more for one account from anywhere, so that nobody locks a lead out
 * easily (a mailed link signs in all the same); and for one address so many that an office of many accounts isn't held up.
 */
export const PASSWORD_HERE: Limit = { name: 'password-here', most: 10, minutes: 10 };
export const PASSWORD_ACCOUNT: Limit = { name: 'password-account', most: 50, minutes: 60 };
export const PASSWORD_ADDRESS: Limit = { name: 'password-address', most: 100, minutes: 10 };
/** Mails with a link that somebody asks for in an account's name. */
export const MAIL_ACCOUNT: Limit = { name: 'mail-account', most: 5, minutes: 10 };
export const MAIL_ADDRESS: Limit = { name: 'mail-address', most: 100, minutes: 10 };
/** Tokens that are none. Right ones are never held up: what keeps them is their 256 bits. */
export const TOKEN_ADDRESS: Limit = { name: 'token-address', most: 60, minutes: 10 };
/** A wrong passphrase of one report's link. */
export const PASSPHRASE_HERE: Limit = { name: 'passphrase-here', most: 10, minutes: 15 };
export const PASSPHRASE_LINK: Limit = { name: 'passphrase-link', most: 100, minutes: 60 };

/** A limit and whom it is counted for. */
export type Counted = readonly [limit: Limit, who: string];

/** The caller's address, as the server (http-server.ts) tells it, of an IPv6 one its network. */
export const addressOf = (c: Context<ApiEnv>): string => limitedAddress(c.req.header(CLIENT_ADDRESS) ?? '');

// Hashed, so that limits keep no address or account in clear.
const keyOf = ([{ name }, who]: Counted): string => sha256(`${name} ${who}`);

/**
 * Counts a try under each limit, before it is known whether it is right: many at once can't slip through.
 * @throws TooSoon once one of them is used up
 */
export async function takeTry(c: Context<ApiEnv>, counted: readonly Counted[]): Promise<void> {
  const { db, clock } = c.var;
  const now = clock();
  const tries = await Promise.all(counted.map((one) => countTry(db, keyOf(one), now, windowMs(one))));
  const waits = tries.map(({ count, since }, i) => {
    const one = counted[i];
    return one && count > one[0].most ? since.getTime() + windowMs(one) - now.getTime() : 0;
  });
  const wait = Math.max(0, ...waits);
  if (wait > 0)
    throw new TooSoon('Too many tries: please wait a little.', {}, { 'retry-after': String(Math.ceil(wait / 1000)) });
}

const windowMs = ([{ minutes }]: Counted): number => minutes * 60_000;

/** The secret was right: the try doesn't count. */
export async function giveTryBack(c: Context<ApiEnv>, counted: readonly Counted[]): Promise<void> {
  await Promise.all(counted.map((one) => uncountTry(c.var.db, keyOf(one))));
}

/**
 * What a token opens. A token that is none counts against the caller's address; one that is right always passes, so that no
 * office behind one address is locked out of its links.
 * @throws TooSoon in place of what `open` throws, after too many that were none
 */
export async function openToken<T>(c: Context<ApiEnv>, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof NotFound) await takeTry(c, [[TOKEN_ADDRESS, addressOf(c)]]);
    throw error;
  }
}

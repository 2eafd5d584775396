import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '@rapport/db/fingerprint';
import { findShare, openShare, type ReportRow } from '@rapport/db/reports';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from './context.ts';
import { PassphraseNeeded, ReportWithdrawn, TooSoon } from './problems.ts';
import { opens } from './report.ts';

const HALF_A_DAY_S = 12 * 60 * 60;
const MOST_TRIES = 10;
const TRIES_MS = 15 * 60 * 1000;
const MOST_LINKS = 10_000;

/**
 * The report behind a link's token, for whoever holds the token and, where one is set, has given the passphrase. `counted`
 * adds one to the link's views: a number, nothing of the reader.
 * @throws NotFound for an unknown, expired or revoked link; PassphraseNeeded; ReportWithdrawn with the note
 */
export async function reportBehind(c: Context<ApiEnv>, token: string, counted: boolean): Promise<ReportRow> {
  const { db, clock } = c.var;
  const tokenHash = sha256(token);
  const { passphraseHash, report } = await findShare(db, tokenHash, clock());
  if (passphraseHash !== null && !isLetIn(c, tokenHash, passphraseHash))
    throw new PassphraseNeeded('Whoever sent you the link can tell you the passphrase.');
  if (report.withdrawnAt)
    throw new ReportWithdrawn('The network has withdrawn this report.', {
      withdrawn: report.withdrawnAt.toISOString(),
      note: report.withdrawnNote,
    });
  if (counted) await openShare(db, tokenHash, clock());
  return report;
}

/** Checks the passphrase of a link and lets this browser in for half a day. @throws NotFound, PassphraseNeeded, TooSoon */
export async function letIn(c: Context<ApiEnv>, token: string, passphrase: string): Promise<void> {
  const { db, clock, config } = c.var;
  const tokenHash = sha256(token);
  const { passphraseHash } = await findShare(db, tokenHash, clock());
  if (passphraseHash === null) return;
  takeATry(tokenHash, clock().getTime());
  if (!(await opens(passphrase, passphraseHash)))
    throw new PassphraseNeeded('That is not the passphrase of this link.');
  setCookie(c, cookieName(tokenHash, config.secure), proof(c.var.secret, tokenHash, passphraseHash), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: config.secure,
    maxAge: HALF_A_DAY_S,
  });
}

const cookieName = (tokenHash: string, secure: boolean): string =>
  `${secure ? '__Secure-' : ''}rapport.report-${tokenHash.slice(0, 16)}`;

const proof = (secret: string, tokenHash: string, passphraseHash: string): string =>
  createHmac('sha256', secret).update(`report ${tokenHash} ${passphraseHash}`).digest('base64url');

function isLetIn(c: Context<ApiEnv>, tokenHash: string, passphraseHash: string): boolean {
  const given = Buffer.from(getCookie(c, cookieName(tokenHash, c.var.config.secure)) ?? '');
  const right = Buffer.from(proof(c.var.secret, tokenHash, passphraseHash));
  return given.length === right.length && timingSafeEqual(given, right);
}

const tries = new Map<string, { count: number; since: number }>();

function takeATry(tokenHash: string, now: number): void {
  const before = tries.get(tokenHash);
  const current = before && now - before.since < TRIES_MS ? before : { count: 0, since: now };
  if (current.count >= MOST_TRIES)
    throw new TooSoon('Too many tries at this passphrase.', {}, { 'retry-after': String(TRIES_MS / 1000) });
  tries.delete(tokenHash);
  tries.set(tokenHash, { ...current, count: current.count + 1 });
  const [oldest] = tries.keys();
  if (tries.size > MOST_LINKS && oldest !== undefined) tries.delete(oldest);
}

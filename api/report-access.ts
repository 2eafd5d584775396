import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '@rapport/db/fingerprint';
import { findShare, openShare, type ReportRow } from '@rapport/db/reports';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from './context.ts';
import {
  addressOf,
  giveTryBack,
  openToken,
  PASSPHRASE_HERE,
  PASSPHRASE_LINK,
  takeTry,
  type Counted,
} from './limits.ts';
import { PassphraseNeeded, ReportWithdrawn } from './problems.ts';
import { opens } from './report.ts';

const HALF_A_DAY_S = 12 * 60 * 60;

/**
 * The report behind a link's token, for whoever holds the token and, where one is set, has given the passphrase. `counted`
 * adds one to the link's views: a number, nothing of the reader.
 * @throws NotFound for an unknown, expired or revoked link; PassphraseNeeded; ReportWithdrawn with the note
 */
export async function reportBehind(c: Context<ApiEnv>, token: string, counted: boolean): Promise<ReportRow> {
  const { db, clock } = c.var;
  const tokenHash = sha256(token);
  const { passphraseHash, report } = await openToken(c, () => findShare(db, tokenHash, clock()));
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
  const { passphraseHash } = await openToken(c, () => findShare(db, tokenHash, clock()));
  if (passphraseHash === null) return;
  const tries: Counted[] = [
    [PASSPHRASE_HERE, `${tokenHash} ${addressOf(c)}`],
    [PASSPHRASE_LINK, tokenHash],
  ];
  await takeTry(c, tries);
  if (!(await opens(passphrase, passphraseHash)))
    throw new PassphraseNeeded('That is not the passphrase of this link.');
  await giveTryBack(c, tries);
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

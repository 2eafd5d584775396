import { eq } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Seat } from './seat.ts';
import type { MailLinkPurpose } from './tables/collection.ts';

/** `tokenHash`: `sha256` of a token with 256 random bits, which the caller makes and no one stores. */
export interface MailLink extends Seat {
  tokenHash: string;
  purpose: MailLinkPurpose;
}

/** Keeps what the links of a mail open; they never expire and several of a kind are valid at once. */
export async function createMailLinks(db: Db, added: readonly MailLink[], now: Date): Promise<void> {
  const { mailLinks } = db.tables;
  await atomic(db, (tx) => [tx.insert(mailLinks).values(added.map((link) => ({ ...link, createdAt: now })))]);
}

/** The seat that a link of this purpose was mailed to. @throws NotFound */
export async function openMailLink(db: Db, tokenHash: string, purpose: MailLinkPurpose): Promise<Seat> {
  const { mailLinks } = db.tables;
  const [row] = await db.select().from(mailLinks).where(eq(mailLinks.tokenHash, tokenHash));
  if (row?.purpose !== purpose) throw new NotFound('link', '…');
  const { network, wave, member } = row;
  return { network, wave, member };
}

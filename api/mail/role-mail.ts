import { findAccount } from '@rapport/db/accounts';
import { getNetwork } from '@rapport/db/networks';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { roleName } from '@rapport/messages/words/roles';
import { day } from '@rapport/messages/words/numbers';
import type { Role } from '@rapport/db/tables/accounts';
import type { Services } from '../context.ts';
import { mailLanguage } from './language.ts';
import { layOut, type Letter } from './letter.ts';

interface Invited {
  network: string;
  email: string;
  role: Role;
  language: string | null;
  inviter: string;
  url: string;
  expiresAt: Date;
}

/**
 * Mails the link of an invitation to a role, at once and never queued, since a queued mail would hold the link. False where no
 * mail can be sent or the mail server did not take it: then the lead hands the link on.
 */
export async function mailRoleInvitation(
  { db, mailer, log }: Pick<Services, 'db' | 'mailer' | 'log'>,
  { network, email, role, language, inviter, url, expiresAt }: Invited,
): Promise<boolean> {
  if (!mailer) return false;
  const [{ name, locale: ofNetwork }, account] = await Promise.all([getNetwork(db, network), findAccount(db, email)]);
  const locale = mailLanguage(account?.language, language, ofNetwork);
  const until = day(expiresAt.toISOString().slice(0, 10), locale);
  try {
    const letter = roleLetter({ locale, network: name, role, inviter, name: account?.name ?? null, url, until });
    await mailer.send({ ...layOut(letter), to: email, fromName: 'Rapport' });
    return true;
  } catch (error) {
    log.warn({ err: error }, 'an invitation to a role could not be mailed');
    return false;
  }
}

function roleLetter(about: {
  locale: Locale;
  network: string;
  role: Role;
  inviter: string;
  name: string | null;
  url: string;
  until: string;
}): Letter {
  const { locale, network, role, inviter, name, url, until } = about;
  const words = { locale } as const;
  return {
    language: locale,
    subject: m.mail_role_subject({ network }, words),
    greeting: name ? m.mail_greeting({ name }, words) : m.mail_greeting_plain({}, words),
    before: [m.mail_role_body({ inviter, network, role: roleName(role, locale) }, words)],
    action: { label: m.mail_role_action({}, words), url },
    after: [m.mail_role_until({ day: until }, words), m.mail_role_not_you({}, words)],
    footer: [],
  };
}

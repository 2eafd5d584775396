import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import type { Letter } from './letter.ts';

/** A mailed link that signs an account in, or lets it set a new password. */
export function accountLetter(
  kind: 'sign-in' | 'reset',
  { locale, name, url }: { locale: Locale; name: string; url: string },
): Letter {
  const words = { locale } as const;
  const [subject, body, label] =
    kind === 'sign-in'
      ? [m.mail_sign_in_subject({}, words), m.mail_sign_in_body({}, words), m.mail_sign_in_action({}, words)]
      : [m.mail_reset_subject({}, words), m.mail_reset_body({}, words), m.mail_reset_action({}, words)];
  return {
    language: locale,
    subject,
    greeting: m.mail_greeting({ name }, words),
    before: [body],
    action: { label, url },
    after: [m.mail_not_asked({}, words)],
    footer: [],
  };
}

import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { day } from '@rapport/messages/words/numbers';
import type { Letter } from './letter.ts';

/** The kinds of mail that a member gets about a wave; also the kinds of their jobs. */
export const SEAT_MAILS = ['mail.invitation', 'mail.reminder', 'mail.thanks'] as const;
export type SeatMail = (typeof SEAT_MAILS)[number];

export interface SeatLetter {
  locale: Locale;
  network: string;
  /** The wave's label and last day. */
  wave: string;
  closes: string;
  name: string | null;
  origin: string;
  /** The address of the survey, or of one's own results. */
  link: string;
  optOut: string;
}

const greetingTo = (name: string | null, locale: Locale) =>
  name ? m.mail_greeting({ name }, { locale }) : m.mail_greeting_plain({}, { locale });

/** Invitation, reminder or thank-you in the member's language. */
export function seatLetter(kind: SeatMail, about: SeatLetter): Letter {
  const { locale, network, wave, closes, name, origin, link, optOut } = about;
  const words = { locale } as const;
  const until = day(closes, locale);
  const common = {
    language: locale,
    greeting: greetingTo(name, locale),
    footer: [m.mail_footer({ network }, words), m.mail_footer_stop({ url: optOut }, words)],
  };
  const safe = [
    m.mail_open_until({ day: until }, words),
    m.mail_link_yours({}, words),
    m.mail_who_sees({ url: `${origin}/s/who-sees-what` }, words),
  ];
  if (kind === 'mail.invitation')
    return {
      ...common,
      subject: m.mail_invitation_subject({ network }, words),
      before: [m.mail_invitation_body({ network, wave }, words)],
      action: { label: m.mail_invitation_action({}, words), url: link },
      after: safe,
    };
  if (kind === 'mail.reminder')
    return {
      ...common,
      subject: m.mail_reminder_subject({ network, day: until }, words),
      before: [m.mail_reminder_body({ wave }, words)],
      action: { label: m.mail_reminder_action({}, words), url: link },
      after: safe,
    };
  return {
    ...common,
    subject: m.mail_thanks_subject({ network }, words),
    before: [m.mail_thanks_body({ wave, day: until }, words)],
    action: { label: m.mail_thanks_action({}, words), url: link },
    after: [m.mail_thanks_keep({}, words), m.mail_thanks_not_you({}, words)],
  };
}

/** The code that lets a device with a handed-on link read earlier answers. */
export function codeLetter(about: {
  locale: Locale;
  network: string;
  name: string | null;
  code: string;
  minutes: number;
}): Letter {
  const { locale, network, name, code, minutes } = about;
  return {
    language: locale,
    subject: m.mail_code_subject({ network }, { locale }),
    greeting: greetingTo(name, locale),
    before: [m.mail_code_body({ minutes }, { locale })],
    code,
    after: [m.mail_code_not_you({}, { locale })],
    footer: [m.mail_footer({ network }, { locale })],
  };
}

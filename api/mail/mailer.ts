import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import { deliveryFault } from './delivery-fault.ts';

export interface OutgoingMail {
  to: string;
  /** What the sender is called; its address is the operator's. */
  fromName: string;
  subject: string;
  text: string;
  html: string;
  /** Language tag of the text. */
  language: string;
  /** Without angle brackets; made by the transport where there is none. */
  messageId?: string;
  /** Address that ends these mails, by a visit or by RFC 8058's one-click POST. */
  unsubscribe?: string;
}

export interface Mailer {
  /** Resolves once the mail server has taken the mail. @throws DeliveryFault */
  send(mail: OutgoingMail): Promise<void>;
  /** Connects and signs in, without sending anything. @throws what the mail server says */
  check(): Promise<void>;
  close(): void;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);
/** Shorter together than a job's lease, so that a mail is never in two hands. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/** A mailer to `SMTP_URL`, over one connection that is kept; null without one. */
export function createMailer(config: Config): Mailer | null {
  const { smtpUrl } = config;
  if (smtpUrl === null) return null;
  // A mail server on this very machine has seldom a certificate that anybody signed, and nobody is in between.
  const tls = LOOPBACK.has(new URL(smtpUrl).hostname) ? { tls: { rejectUnauthorized: false } } : {};
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 1, ...PATIENCE, ...tls });
  const address = senderAddress(config);
  return {
    async send({ to, fromName, messageId, unsubscribe, language, ...words }) {
      try {
        await transport.sendMail({
          ...words,
          // Given as objects, so that no character of a name or an address makes another recipient or header.
          to: { name: '', address: to },
          from: { name: fromName, address },
          ...(messageId === undefined ? {} : { messageId: `<${messageId}>` }),
          headers: {
            'Auto-Submitted': 'auto-generated',
            'Content-Language': language,
            ...(unsubscribe === undefined
              ? {}
              : {
                  'List-Unsubscribe': `<${unsubscribe}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }),
          },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw deliveryFault(error);
      }
    },
    async check() {
      await transport.verify();
    },
    close: () => transport.close(),
  };
}

/** `MAIL_FROM`, else the account at the mail server where that is an address, else `rapport` at this host. */
export function senderAddress({ mailFrom, smtpUrl, origin }: Pick<Config, 'mailFrom' | 'smtpUrl' | 'origin'>): string {
  if (mailFrom !== null) return mailFrom;
  const account = smtpUrl === null ? '' : decodeURIComponent(new URL(smtpUrl).username);
  return account.includes('@') ? account : `rapport@${mailDomain(origin)}`;
}

/** The host of an origin as the right side of an address or a Message-ID: an IP address is none. */
export function mailDomain(origin: string): string {
  const { hostname } = new URL(origin);
  return /^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname;
}

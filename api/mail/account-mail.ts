import type { Db } from '@rapport/db/open';
import { listNetworksOf } from '@rapport/db/networks';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { accountLetter } from './account-letters.ts';
import { mailLanguage } from './language.ts';
import { layOut } from './letter.ts';
import type { Mailer } from './mailer.ts';

/** An account, as one that gets mail. */
export interface AccountAddress {
  id: string;
  email: string;
  name: string;
  /** What the account chose; the network's otherwise. */
  language?: string | null | undefined;
}

/** Mails a link of ours (its path) to an account; a failure is logged and told to nobody, since nobody may learn who has one. */
export type AccountMail = (kind: 'sign-in' | 'reset', account: AccountAddress, path: string) => Promise<void>;

/** Sent at once and never queued: a queued mail would hold the link. */
export function accountMail({
  db,
  config,
  log,
  mailer,
}: {
  db: Db;
  config: Config;
  log: Log;
  mailer: Mailer;
}): AccountMail {
  return async (kind, { id, email, name, language }, path) => {
    try {
      const [network] = await listNetworksOf(db, id);
      const locale = mailLanguage(language, network?.locale);
      const letter = accountLetter(kind, { locale, name, url: config.origin + path });
      await mailer.send({ ...layOut(letter), to: email, fromName: 'Rapport' });
    } catch (error) {
      log.warn({ err: error, kind }, 'a link could not be mailed to an account');
    }
  };
}

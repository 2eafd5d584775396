import { agencies } from '@rapport/api/testing/agencies';
import { openBench, ORIGIN, type Bench, type Reply } from '@rapport/api/testing/bench';
import { startMailServer, type MailServer } from '@rapport/api/testing/mail-server';

export interface SignInBench {
  bench: Bench;
  mail: MailServer;
  /** Without an address: from one that no other caller has. `at` is the API asked, this bench's where left out. */
  post(path: string, json: unknown, from?: string, at?: Pick<Bench, 'call'>): Promise<Reply>;
  signIn(email: string, password: string, from?: string, at?: Pick<Bench, 'call'>): Promise<Reply>;
  isIn(cookie: string): Promise<boolean>;
  close(): Promise<void>;
}

let next = 0;
/** An address of the caller's that no other has. */
export const anAddress = (): string => `198.51.100.${(next += 1)}`;

/** A network with the accounts `lead@example.org`, its lead, and `twin@example.org`, and a mail server. */
export async function openSignInBench(): Promise<SignInBench> {
  const mail = await startMailServer();
  const bench = await openBench({ environment: { SMTP_URL: mail.url } });
  await bench.storePanel(agencies('harbour'));
  await bench.signIn('lead@example.org', { harbour: ['lead'] });
  await bench.signIn('twin@example.org');
  const post: SignInBench['post'] = (path, json, from = anAddress(), at = bench) =>
    at.call(path, { json, headers: { origin: ORIGIN, 'x-rapport-client': from } });
  return {
    bench,
    mail,
    post,
    signIn: (email, password, from, at) => post('/api/auth/sign-in/email', { email, password }, from, at),
    isIn: async (cookie) => (await bench.call('/api/networks', { as: cookie })).status === 200,
    async close() {
      await bench.close();
      await mail.stop();
    },
  };
}

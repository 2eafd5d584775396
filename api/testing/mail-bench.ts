import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterEach, beforeEach } from 'vitest';
import { runDueJobs } from '../jobs/run.ts';
import { mailHandlers } from '../mail/deliver.ts';
import { planMail } from '../mail/plan.ts';
import { agencies } from './agencies.ts';
import { cookieOf, openBench, type Bench } from './bench.ts';
import { startMailServer, type MailServer, type ReceivedMail } from './mail-server.ts';

/** Members of the open wave. */
export const ALL = 12;
export const wave = '/api/networks/harbour/waves/2026-Q4';
export const address = (member: string) => `${member.replace('m-', 'person-')}@example.org`;

export const recipients = (mails: ReceivedMail[]) => mails.map(({ to }) => to).sort();
export const to = (mails: ReceivedMail[], member: string) => {
  const mail = mails.find((one) => one.to === address(member));
  if (!mail) throw new Error(`no mail to ${member}`);
  return mail;
};
export const tokenOf = (mail: ReceivedMail, path: string) => {
  const link = mail.links.find((one) => new URL(one).pathname.startsWith(path));
  return link?.split('/').at(-1) ?? '';
};
export const surveyToken = (mail: ReceivedMail) =>
  mail.links.map((link) => /\/s\/([\w-]{43})$/.exec(link)?.[1]).find((token) => token !== undefined) ?? '';
export const answers = () => Object.fromEntries(pulse1.items.map((item) => [item.id, 4]));

/** For each test a bench with the agencies' panel, a lead who is signed in, and a mail server of its own. */
export function useMailBench() {
  const at = {} as { server: MailServer; bench: Bench; lead: string };
  beforeEach(async () => {
    at.server = await startMailServer();
    at.bench = await openBench({ now: '2026-11-01T10:00:00Z', environment: { SMTP_URL: at.server.url } });
    await at.bench.storePanel(agencies());
    at.lead = await at.bench.signIn('lead@example.org', { harbour: ['lead'] });
  });
  afterEach(async () => {
    await at.bench.close();
    await at.server.stop();
  });

  const post = (path: string, json: unknown = {}) => at.bench.call(path, { json, as: at.lead });
  /** Works off what is due, and gives the mails that came of it. */
  async function mailed(): Promise<ReceivedMail[]> {
    const before = at.server.mails.length;
    const { services } = at.bench;
    if (services.mailer) await runDueJobs(services, mailHandlers(services, services.mailer));
    return at.server.mails.slice(before);
  }
  async function planned(instant: string): Promise<ReceivedMail[]> {
    at.bench.setNow(instant);
    await planMail(at.bench.services);
    return mailed();
  }
  const openSurvey = async (token: string): Promise<string> =>
    cookieOf(await at.bench.call('/api/survey/session', { json: { token } }));
  const submit = (as: string, key = 'key-1') =>
    at.bench.call('/api/survey/submission', {
      json: { answers: answers(), ties: {} },
      headers: { 'idempotency-key': key },
      as,
    });
  return { at, post, mailed, planned, openSurvey, submit };
}

import { randomBytes } from 'node:crypto';
import { sha256 } from '@rapport/db/fingerprint';
import { importPanel } from '@rapport/db/import-panel';
import { createInvitations } from '@rapport/db/invitations';
import { open } from '@rapport/db/open';
import { createMailLinks } from '@rapport/db/mail-links';
import { listOwnResponses } from '@rapport/db/responses';
import { closeWave } from '@rapport/db/waves';
import { migrate } from '@rapport/db/migrate';
import type { Instrument } from '@rapport/surveys/instrument';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { panelSchema } from '@rapport/surveys/panel';
import type { RunningServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const by = { actor: 'test', now: new Date() };
const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

export interface MadeUpNetwork {
  /** A link for a member to the open wave, or to another. */
  link(member: string, options?: { handedOn?: boolean; wave?: string }): Promise<string>;
  /** A link as a mail holds it: to the member's own results, or to end the mails. */
  mailLink(member: string, purpose: 'results' | 'opt-out'): Promise<string>;
  /** What is stored of a member, by wave. */
  responses(member: string): ReturnType<typeof listOwnResponses>;
  close(wave: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * A network in the server's own database: `agencies` organisations `o-1`, `o-2` … with `members` in turn, `m-1`, `m-2` … (one
 * each), a wave `past` that m-1 answered (o-2 rated as mode 2, trust 3), and, where there are more members than agencies, the next of
 * agency 1 (o-3 as mode 1), and a wave `now` that is open. The server runs on.
 */
export async function makeUpNetwork(
  server: RunningServer,
  {
    slug,
    agencies = 6,
    members = agencies,
    instrument = pulse1,
  }: { slug: string; agencies?: number; members?: number; instrument?: Instrument },
): Promise<MadeUpNetwork> {
  const db = await open(server.databaseUrl);
  await migrate(db);
  const ids = Array.from({ length: agencies }, (_, i) => i + 1);
  const asksPulse = instrument === pulse1;
  const panel = panelSchema.parse({
    network: {
      format: 'rapport-panel/1',
      slug,
      name: 'Made-up Bay Network',
      timezone: 'UTC',
      locale: 'en',
      instrument: `${instrument.id}@${instrument.version}`,
    },
    instruments: [instrument],
    organisations: ids.map((i) => ({ organisation: `o-${i}`, name: `Agency ${i}`, joined: '2020-01-01' })),
    members: Array.from({ length: members }, (_, i) => ({
      ...{ member: `m-${i + 1}`, organisation: `o-${(i % agencies) + 1}`, joined: '2020-01-01' },
    })),
    waves: [
      { wave: 'past', label: 'Last quarter', opens: dayFromNow(-100), closes: dayFromNow(-80) },
      { wave: 'now', label: 'This quarter', opens: dayFromNow(-2), closes: dayFromNow(9) },
    ],
    answers: asksPulse
      ? [1, agencies + 1]
          .filter((i) => i <= members)
          .map((i) => ({ wave: 'past', member: `m-${i}`, item: 'trust_1', value: 4 }))
      : [],
    ties: asksPulse
      ? [
          { wave: 'past', member: 'm-1', organisation: 'o-2', question: 'mode', value: 2 },
          { wave: 'past', member: 'm-1', organisation: 'o-2', question: 'trust', value: 3 },
          ...(members > agencies
            ? [{ wave: 'past', member: `m-${agencies + 1}`, organisation: 'o-3', question: 'mode', value: 1 }]
            : []),
        ]
      : [],
    goals: [{ from: '2020-01-01', text: 'No family tells its story twice.' }],
    declarations: [],
  });
  await importPanel(db, panel, by);
  const link: MadeUpNetwork['link'] = async (member, { handedOn = false, wave = 'now' } = {}) => {
    const token = randomBytes(32).toString('base64url');
    await createInvitations(db, slug, wave, [{ member, tokenHash: sha256(token) }], { ...by, handedOn });
    return `${server.origin}/s/${token}`;
  };
  const mailLink: MadeUpNetwork['mailLink'] = async (member, purpose) => {
    const token = randomBytes(32).toString('base64url');
    const seat = { network: slug, wave: 'past', member };
    await createMailLinks(db, [{ ...seat, tokenHash: sha256(token), purpose }], new Date());
    return `${server.origin}/s/${purpose}/${token}`;
  };
  return {
    link,
    mailLink,
    responses: (member) => listOwnResponses(db, slug, member),
    close: async (wave) => void (await closeWave(db, slug, wave, { ...by, now: new Date() })),
    end: () => db.close(),
  };
}

import { randomBytes } from 'node:crypto';
import { grantRole } from '@rapport/db/roles';
import { SlugTaken } from '@rapport/db/errors';
import { sha256 } from '@rapport/db/fingerprint';
import { importPanel } from '@rapport/db/import-panel';
import { createInvitations, openInvitation } from '@rapport/db/invitations';
import { getNetwork, listNetworks } from '@rapport/db/networks';
import { listReports, publishReport, shareReport } from '@rapport/db/reports';
import { waveState } from '@rapport/db/wave-state';
import { dayIn } from '@rapport/db/calendar';
import { listWaves, waveProgress } from '@rapport/db/waves';
import { closeAndFreeze } from './close.ts';
import type { Services } from './context.ts';
import { DEMO_MEMBER, DEMO_SLUG, DEMO_TIMEZONE, demoPanel } from './demo/demo-panel.ts';
import { FUNDER, seedPortfolio } from './demo/portfolio.ts';
import { createLog } from './log.ts';
import { newReport, newShare } from './report.ts';
import { newToken } from './sessions.ts';

const SEED = 2007;
const LEAD = { email: 'lead@rapport.example', name: 'Demo lead' };
const ACTOR = 'demo';

export interface DemoLink {
  as: string;
  url: string;
  note: string;
}

/**
 * Puts the fictional network into an empty database: its panel, its closed waves frozen one after the other as their leads
 * would have, an account for the lead and a published report. What an earlier start left undone is done now.
 */
export async function seedDemo(services: Services, print: (text: string) => void): Promise<void> {
  const { db, auth, clock } = services;
  const by = { actor: ACTOR, now: clock() };
  const networks = await listNetworks(db);
  if (networks.length > 0 && !networks.some(({ slug }) => slug === DEMO_SLUG)) return;
  if (networks.length === 0) {
    const panel = demoPanel({ seed: SEED, today: dayIn(DEMO_TIMEZONE, by.now) });
    await importPanel(db, panel, by).catch((error: unknown) => {
      // Another process was faster.
      if (!(error instanceof SlugTaken)) throw error;
    });
  }
  const { timezone } = await getNetwork(db, DEMO_SLUG);
  const waves = await listWaves(db, DEMO_SLUG);
  const closed = waves.filter((wave) => waveState(wave, timezone, by.now) === 'closed');
  const closing = { ...services, log: createLog('silent') };
  for (const [i, { wave, closedAt }] of closed.entries()) {
    if (!closedAt) print(`Preparing a fictional network: closing quarter ${i + 1} of ${closed.length}\n`);
    await closeAndFreeze(closing, DEMO_SLUG, wave, by);
  }
  const open = waves.find((wave) => waveState(wave, timezone, by.now) === 'open');
  if (open) await inviteEverybody(services, open.wave);
  const account =
    (await auth.accountId(LEAD.email)) ??
    (await auth.createAccount({ ...LEAD, password: randomBytes(24).toString('base64url') }));
  await grantRole(db, account, DEMO_SLUG, 'lead', by);
  const last = closed.at(-1);
  if (last && (await listReports(db, [DEMO_SLUG])).length === 0) {
    const { refusals: _, ...report } = await newReport(db, DEMO_SLUG, { wave: last.wave, summary: null, now: by.now });
    await publishReport(db, DEMO_SLUG, { ...report, wave: last.wave }, by);
  }
  const today = dayIn(DEMO_TIMEZONE, by.now);
  await seedPortfolio(
    services,
    { slug: DEMO_SLUG, seed: SEED, today, neighbours: services.config.neighbours },
    by,
    print,
  );
}

/** As a lead would have: each member has a link, and those who answered have opened theirs. Nobody holds these tokens. */
async function inviteEverybody({ db, clock }: Services, wave: string): Promise<void> {
  const now = clock();
  const seats = await waveProgress(db, DEMO_SLUG, wave);
  const invited = seats
    .filter((seat) => !seat.invited)
    .map(({ member, submitted }) => ({ member, submitted, tokenHash: sha256(newToken()) }));
  const rows = invited.map(({ member, tokenHash }) => ({ member, tokenHash }));
  if (rows.length > 0) await createInvitations(db, DEMO_SLUG, wave, rows, { actor: ACTOR, now, handedOn: false });
  for (const { submitted, tokenHash } of invited) if (submitted) await openInvitation(db, tokenHash, now);
}

/** A link for each of the three people, and one more for a funder's portfolio, made anew: none is kept anywhere. None at all without the demo network. */
export async function demoLinks(services: Services): Promise<DemoLink[]> {
  const { db, auth } = services;
  const isHere = (await listNetworks(db)).some(({ slug }) => slug === DEMO_SLUG);
  if (!isHere || !(await auth.accountId(LEAD.email))) return [];
  const [member, lead, funder, portfolio] = await Promise.all([
    memberLink(services),
    auth.signInLink(LEAD.email, `/networks/${DEMO_SLUG}`),
    funderLink(services),
    auth.signInLink(FUNDER.email, '/portfolio'),
  ]);
  return [
    ...(member ? [{ as: 'as a member', url: member, note: '' }] : []),
    { as: 'as the lead', url: lead, note: 'signs in once, within the hour; the next start prints another' },
    ...(funder ? [{ as: 'as the funder', url: funder, note: '' }] : []),
    { as: 'a portfolio', url: portfolio, note: '' },
  ];
}

/** For the demo's member, or for anybody in the open wave. Null while no wave is open. */
async function memberLink({ db, config, clock }: Services): Promise<string | null> {
  const now = clock();
  const [{ timezone }, waves] = await Promise.all([getNetwork(db, DEMO_SLUG), listWaves(db, DEMO_SLUG)]);
  const open = waves.find((wave) => waveState(wave, timezone, now) === 'open');
  const seats = open ? await waveProgress(db, DEMO_SLUG, open.wave) : [];
  const { member } = seats.find((seat) => seat.member === DEMO_MEMBER) ?? seats[0] ?? {};
  if (!open || member === undefined) return null;
  const token = newToken();
  // It stands for the mail that a member would get, so last quarter's ties may be shown.
  await createInvitations(db, DEMO_SLUG, open.wave, [{ member, tokenHash: sha256(token) }], {
    actor: ACTOR,
    now,
    handedOn: false,
  });
  return `${config.origin}/s/${token}`;
}

async function funderLink({ db, config, clock }: Services): Promise<string | null> {
  const report = (await listReports(db, [DEMO_SLUG])).find(({ withdrawnAt }) => withdrawnAt === null);
  if (!report) return null;
  const now = clock();
  const { token, ...share } = await newShare(undefined, now);
  await shareReport(db, DEMO_SLUG, report.report, share, { actor: ACTOR, now });
  return `${config.origin}/r/${token}`;
}

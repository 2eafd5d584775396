import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { readPanel } from '@rapport/db/panel';
import { afterEach, beforeEach } from 'vitest';
import { agencies } from './agencies.ts';
import { cookieOf, openBench, type Bench } from './bench.ts';

/** The open wave. */
export const WAVE = '2026-Q4';

/** For each test a bench with the agencies' panel and a lead who is signed in, and what a member's form asks of the API. */
export function useSurveyBench() {
  const at = {} as { bench: Bench; lead: string };
  beforeEach(async () => {
    at.bench = await openBench();
    await at.bench.storePanel(agencies());
    at.lead = await at.bench.signIn('lead@example.org', { harbour: ['lead'] });
  });
  afterEach(() => at.bench.close());

  let links = 0;

  /** A link that was mailed to a member, as `handedOn` false means. */
  async function mailedToken(member = 'm-1-1', wave = WAVE): Promise<string> {
    const token = `mailed-${++links}`;
    const by = { actor: 'operator', now: at.bench.services.clock(), handedOn: false };
    await createInvitations(at.bench.services.db, 'harbour', wave, [{ member, tokenHash: sha256(token) }], by);
    return token;
  }

  async function handedToken(member = 'm-1-1'): Promise<string> {
    const reply = await at.bench.call(`/api/networks/harbour/waves/${WAVE}/invitations`, {
      json: { members: [member] },
      as: at.lead,
    });
    const { links: made } = reply.body as { links: { url: string }[] };
    return made[0]?.url.split('/s/')[1] ?? '';
  }

  const session = (token: string) => at.bench.call('/api/survey/session', { json: { token } });
  const opened = async (token: string) => cookieOf(await session(token));
  const form = async (as: string) => (await at.bench.call('/api/survey', { as })).body;
  const draft = (as: string, version: string | null, json: unknown) =>
    at.bench.call('/api/survey/draft', {
      method: 'PUT',
      json,
      as,
      headers: version === null ? {} : { 'if-match': version },
    });
  const submit = (as: string, key: string | null, json: unknown) =>
    at.bench.call('/api/survey/submission', { json, as, headers: key === null ? {} : { 'idempotency-key': key } });
  const answersOf = async (member: string) =>
    (await readPanel(at.bench.services.db, 'harbour')).panel.answers.filter(
      (row) => row.member === member && row.wave === WAVE,
    );
  const progress = async () =>
    (await at.bench.call(`/api/networks/harbour/waves/${WAVE}/progress`, { as: at.lead })).body;
  return { at, mailedToken, handedToken, session, opened, form, draft, submit, answersOf, progress };
}

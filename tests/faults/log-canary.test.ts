import { agencies } from '@rapport/api/testing/agencies';
import { openBench, PASSWORD, type Bench } from '@rapport/api/testing/bench';
import { startMailServer } from '@rapport/api/testing/mail-server';
import { mailHandlers } from '@rapport/api/mail/deliver';
import { runDueJobs } from '@rapport/api/jobs/run';
import { planDaily, dailyHandlers } from '@rapport/api/operation/daily';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Each stands for something that no log may hold. */
const TEXT = 'canary-what-a-member-wrote';
const NAME = 'Canary Person';
const EMAIL = 'canary-person@example.org';
const LEAD = 'canary-lead@example.org';

let bench: Bench;
let mail: Awaited<ReturnType<typeof startMailServer>>;
const secrets = new Set([TEXT, NAME, EMAIL, LEAD, PASSWORD]);

beforeAll(async () => {
  mail = await startMailServer();
  bench = await openBench({ environment: { SMTP_URL: mail.url } });
  const panel = agencies();
  panel.members = panel.members.map((row) => (row.member === 'm-1-1' ? { ...row, name: NAME, email: EMAIL } : row));
  await bench.storePanel(panel);
});
afterAll(async () => {
  await bench.close();
  await mail.stop();
});

const workOff = async () => {
  const { services } = bench;
  if (services.mailer)
    await runDueJobs(services, { ...mailHandlers(services, services.mailer), ...dailyHandlers(services) });
};
const tokenIn = (text: string): string => /\/s\/([\w-]{30,})/.exec(text)?.[1] ?? '';

it('a log at every level holds no token, cookie, address, name or answer, also when things fail', async () => {
  const { call, services } = bench;
  const lead = await bench.signIn(LEAD, { harbour: ['lead'] });
  secrets.add(lead.split('=')[1] ?? lead);
  const at = '/api/networks/harbour';
  await call('/api/auth/sign-in/email', { json: { email: LEAD, password: 'canary-wrong-password' } });
  secrets.add('canary-wrong-password');
  await call('/api/auth/sign-in/magic-link', { json: { email: LEAD, callbackURL: '/' } });

  await call(`${at}/waves/2026-Q4/invitations`, { json: { members: ['m-1-1'] }, as: lead });
  await planDaily(services);
  await workOff();
  const invitation = mail.mails.find(({ to }) => to === EMAIL);
  expect(invitation, 'the mail went out').toBeDefined();
  const token = tokenIn(invitation?.links.join(' ') ?? '');
  expect(token).not.toBe('');
  secrets.add(token);

  const session = await call('/api/survey/session', { json: { token } });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  secrets.add(cookie.split('=')[1] ?? cookie);
  const answers = Object.fromEntries(pulse1.items.map(({ id }) => [id, 4]));
  const texts = Object.fromEntries((pulse1.texts ?? []).map(({ id }) => [id, TEXT]));
  const save = { method: 'PUT', json: { answers, ties: {}, texts }, headers: { 'if-match': '"0"' }, as: cookie };
  expect((await call('/api/survey/draft', save)).status).toBe(200);
  const sent = { json: { answers, ties: {}, texts }, headers: { 'idempotency-key': 'k' }, as: cookie };
  expect((await call('/api/survey/submission', sent)).status).toBe(201);
  await workOff();

  // Refused, malformed, unknown: with the canaries in every place that a careless log would copy.
  await call('/api/survey/submission', {
    json: { answers: { [TEXT]: TEXT } },
    headers: { 'idempotency-key': TEXT },
    as: cookie,
  });
  await call('/api/survey/draft', {
    method: 'PUT',
    raw: `{"${TEXT}`,
    headers: { 'content-type': 'application/json' },
    as: cookie,
  });
  await call(`/api/reports/${token}`);
  await call(`/s/${token}?email=${EMAIL}`);
  await call(`${at}/members/${encodeURIComponent(EMAIL)}`, {
    method: 'PATCH',
    json: { name: NAME, email: EMAIL },
    as: lead,
  });
  await call(`${at}/members`, {
    json: { member: 'm-1-1', organisation: 'org-1', name: NAME, email: EMAIL, joined: '2026-01-01' },
    as: lead,
  });

  // The database goes away under every one of them.
  await services.db.close();
  for (const [path, asking] of [
    ['/api/survey/draft', save],
    ['/api/survey/submission', sent],
    ['/api/survey/session', { json: { token } }],
    ['/api/auth/sign-in/email', { json: { email: LEAD, password: PASSWORD } }],
    [`${at}/members`, { as: lead }],
    [`/api/reports/${token}`, {}],
  ] as const) {
    const reply = await call(path, asking);
    expect(reply.status, path).toBeGreaterThanOrEqual(500);
    for (const secret of secrets) expect(reply.text, path).not.toContain(secret);
    expect(reply.text, path).not.toMatch(/ at .*\.[jt]s|sqlite|drizzle/i);
  }

  expect(bench.logged.length).toBeGreaterThan(20);
  expect(
    bench.logged.some((line) => line.includes('"level":50')),
    'failures were logged',
  ).toBe(true);
  for (const line of bench.logged) {
    expect(() => JSON.parse(line) as unknown).not.toThrow();
    for (const secret of secrets) if (line.includes(secret)) expect.fail(`"${secret}" in ${line}`);
  }
  const requests = bench.logged
    .map((line) => JSON.parse(line) as { msg?: string; requestId?: string })
    .filter(({ msg }) => msg === 'request');
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(requests.length);
});

/**
 * How many members a second get through their survey, and how many first questions are shown, beside a bare service (`pnpm build` first):
 * `pnpm bench journeys`. A journey opens the link, reads the form, saves four times and submits; the bare service does seven requests of
 * the same sizes. Then the opening burst: 500 links in ten seconds, each from the link to the first question, as a browser goes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../tests/support/server.ts';
import { HttpClient } from './support/http-client.ts';
import { machine, ms, promise, quantile, saturateOver, table, times, whole, type Load } from './support/measure.ts';
import { answersOf, save, setUpMembers, submit, type Member } from './support/members.ts';
import { startBare } from './support/servers.ts';

const SECONDS = 8;
const JOURNEYS = 8;
const PAGES = 16;
const SAVES = 4;
const BURST = { links: 500, seconds: 10 };
const MEMBERS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const members = await setUpMembers(`file:${join(folder, 'rapport.db')}`, MEMBERS);
const faults: string[] = [];

async function loaded(origin: string, lanes: number, work: (client: HttpClient, lane: number) => Promise<void>) {
  const load = await saturateOver(origin, lanes, SECONDS, work);
  faults.push(...load.errors);
  return load;
}

let next = 0;
function nextMember(): Member {
  const member = members[next];
  next += 1;
  if (!member) throw new Error('more journeys than members: raise MEMBERS');
  return member;
}

async function expectStatus(reply: Promise<{ status: number; body: string }>, expected: number): Promise<void> {
  const { status, body } = await reply;
  if (status !== expected) throw new Error(`${status} in place of ${expected}: ${body.slice(0, 200)}`);
}

async function journey(client: HttpClient): Promise<void> {
  const member = { ...nextMember() };
  const opened = await client.ask('/api/survey/session', { method: 'POST', body: { token: member.token } });
  if (opened.status !== 200) throw new Error(`a link did not open: ${opened.status} ${opened.body}`);
  member.cookie = opened.cookies[0] ?? '';
  await expectStatus(client.ask('/api/survey', { headers: { cookie: member.cookie } }), 200);
  for (let i = 0; i < SAVES; i += 1) await save(client, member);
  await submit(client, member);
}

let bareKey = 0;
async function bareJourney(client: HttpClient, lane: number): Promise<void> {
  bareKey += 1;
  const body = answersOf(members[lane] as Member);
  const headers = { 'idempotency-key': `${bareKey}` };
  await expectStatus(client.ask(`/session/${bareKey}`, { method: 'POST', body: { token: `token-${bareKey}` } }), 200);
  await expectStatus(client.ask('/form'), 200);
  for (let i = 0; i < SAVES; i += 1)
    await expectStatus(client.ask(`/draft/${bareKey}`, { method: 'PUT', body, headers }), 200);
  await expectStatus(client.ask(`/submission/${bareKey}`, { method: 'POST', body, headers }), 201);
}

/** From the link to the first question, as a browser goes: redirects, and one press on 'start'. */
async function toFirstQuestion(origin: string, { token }: Member): Promise<void> {
  const client = new HttpClient(origin);
  const link = await client.ask(`/s/${token}`);
  const cookie = link.cookies.join('; ');
  await expectStatus(Promise.resolve(link), 303);
  await expectStatus(client.ask('/s', { headers: { cookie } }), 200);
  const start = await client.ask('/s?/start', {
    ...{ method: 'POST', headers: { cookie, origin, accept: 'text/html' }, body: new URLSearchParams() },
  });
  await expectStatus(Promise.resolve(start), 303);
  await expectStatus(client.ask(start.headers.get('location') ?? '', { headers: { cookie } }), 200);
  client.close();
}

const bare: Record<'FULL' | 'NORMAL', Load | null> = { FULL: null, NORMAL: null };
let barePages: Load | null = null;
for (const synchronous of ['FULL', 'NORMAL'] as const) {
  const service = await startBare(synchronous);
  bare[synchronous] = await loaded(service.origin, JOURNEYS, bareJourney);
  barePages ??= await loaded(service.origin, PAGES, (client) => expectStatus(client.ask('/page'), 200));
  await service.stop();
}

const server = await startServer({ DEMO: '0', LOG_LEVEL: 'warn' }, folder);
const journeys = await loaded(server.origin, JOURNEYS, journey);
const pages = await loaded(server.origin, PAGES, (client, lane) =>
  expectStatus(client.ask('/s/part/1', { headers: { cookie: members[MEMBERS - 1 - lane]?.cookie ?? '' } }), 200),
);
const burst: number[] = [];
const begin = performance.now();
await Promise.all(
  Array.from({ length: BURST.links }, async (_, i) => {
    const due = begin + (1000 * BURST.seconds * i) / BURST.links;
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    const from = performance.now();
    await toFirstQuestion(server.origin, nextMember()).catch((error: unknown) => faults.push(String(error)));
    burst.push(performance.now() - from);
  }),
);
await server.stop();
rmSync(folder, { recursive: true, force: true });

const ratio = (ours: Load, theirs: Load | null) => ours.perSecond / (theirs?.perSecond ?? Number.NaN);
const row = (what: string, ours: Load, theirs: Load | null) => [
  ...[what, whole(theirs?.perSecond ?? 0), whole(ours.perSecond), times(ratio(ours, theirs))],
  ...[ms(quantile(ours.times, 0.5)), ms(quantile(ours.times, 0.99))],
];
console.log(`${machine()}\n`);
console.log(
  table(
    ['a second', 'bare', 'Rapport', 'ratio', 'p50', 'p99'],
    [
      row(`journeys, ${JOURNEYS} in parallel, bare FULL`, journeys, bare.FULL),
      row(`journeys, ${JOURNEYS} in parallel, bare NORMAL`, journeys, bare.NORMAL),
      row(`first questions, ${PAGES} connections`, pages, barePages),
    ],
  ),
);
console.log(
  `\n${BURST.links} links in ${BURST.seconds} s: first question after ${ms(quantile(burst, 0.5))} (median), ${ms(quantile(burst, 0.99))} (p99)` +
    `; errors ${faults.length}${faults[0] ? `, the first: ${faults[0]}` : ''}\n`,
);
promise('a quarter of the bare service’s journeys', ratio(journeys, bare.FULL) >= 0.25);
promise('1,500 first questions a second', pages.perSecond >= 1500);
promise('first question within 1 s at the opening burst (p99)', quantile(burst, 0.99) < 1000);
promise('no errors', faults.length === 0);

import { analyse } from '@rapport/analytics/analyse';
import { reviveRelease } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { createApi } from '@rapport/api/app';
import { closeAndFreeze } from '@rapport/api/close';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import { openBench, type Asking, type Bench } from '@rapport/api/testing/bench';
import { eraseMember } from '@rapport/db/erasure';
import { readPanel } from '@rapport/db/panel';
import type { Panel } from '@rapport/surveys/panel';
import { getDocument } from '../support/pdf-js.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack, enumerate } from './attack.ts';
import { memberMeanEquation } from './attacker.ts';
import { madeUpPanel } from './made-up-panel.ts';
import { pinnedCounts, readOff, type Seen } from './reports-attacker.ts';
import { INSTRUMENTS, type Given } from './scenario.ts';

const SLUG = 'made-up-21';
const by = { actor: 'operator', now: new Date('2020-01-25T00:00:00Z') };

/** Eight agencies, three of which may be named, one of a single member; people with names and addresses; open notes in the log. */
function network(): Panel {
  const panel = madeUpPanel({
    seed: 21,
    instrument: INSTRUMENTS[2]!,
    sizes: [1, 2, 2, 2, 2, 2, 2, 2],
    waves: 3,
    answersWave: (member, wave) => wave === 0 || (member + wave) % 6 !== 0,
    answersItem: 1,
    ties: true,
    growth: 0.05,
  });
  return {
    ...panel,
    organisations: panel.organisations.map((one, i) => ({
      ...one,
      name: `Verbena House ${'ABCDEFGH'[i]}`,
      named: i < 3,
    })),
    members: panel.members.map((one, i) => ({
      ...one,
      name: `Quilla Oxenford ${i}`,
      email: `quilla${i}@secret.example`,
    })),
    events: [
      {
        event: 'ev-1',
        kind: 'workshop',
        title: 'A workshop',
        starts: '2020-03-01',
        ends: null,
        notes: 'Said in confidence',
      },
    ],
    event_organisations: [
      { event: 'ev-1', organisation: 'o1' },
      { event: 'ev-1', organisation: 'o7' },
    ],
  };
}

let bench: Bench;
const seen: Seen[] = [];
const given: Given[] = [];
const documents: ReportDocument[] = [];
let truth: Panel;

/** Keeps a reply as an attacker would: status, headers and body. */
async function look(path: string, asking: Asking = {}): Promise<void> {
  const reply = await bench.call(path, asking);
  const headers = [...reply.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const isPdf = reply.headers.get('content-type') === 'application/pdf';
  seen.push({
    where: `${asking.method ?? 'GET'} ${path}`,
    text: `${reply.status}\n${headers}\n\n${isPdf ? '' : reply.text}`,
  });
}

/** A PDF's text, particulars and structure. */
async function lookIntoPdf(path: string): Promise<void> {
  const reply = await createApi(bench.services).request(path);
  const pdf = await getDocument({ data: new Uint8Array(await reply.arrayBuffer()) }).promise;
  let text = JSON.stringify((await pdf.getMetadata()).info);
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const words = items.map((item) => ('str' in item ? item.str : '')).join(' ');
    text += ` ${words} ${JSON.stringify(await page.getStructTree())}`;
  }
  seen.push({ where: `text of ${path}`, text });
}

beforeAll(async () => {
  bench = await openBench({ now: by.now.toISOString() });
  truth = network();
  await bench.storePanel(truth);
  const lead = await bench.signIn('lead@example.org', { [SLUG]: ['lead'] });
  const funder = await bench.signIn('funder@example.org', { [SLUG]: ['funder'] });
  const { db } = bench.services;
  const at = (path: string) => `/api/networks/${SLUG}/${path}`;
  const call = async <T>(path: string, json: object): Promise<T> => {
    const reply = await bench.call(at(path), { json, as: lead });
    expect(reply.status, `${path}: ${reply.text}`).toBeLessThan(300);
    return reply.body as T;
  };
  const addresses: string[] = [];
  const ids: string[] = [];
  for (const { wave, closes } of truth.waves) {
    bench.setNow(`${closes.slice(0, 8)}28T00:00:00Z`);
    await closeAndFreeze(bench.services, SLUG, wave, { ...by, now: bench.services.clock() });
    const state = await readPanel(db, SLUG);
    const { report } = await call<{ report: string }>('reports', { wave, summary: `On ${wave}`, replaces: ids.at(-1) });
    const { url } = await call<{ url: string }>(`reports/${report}/shares`, {});
    const address = new URL(url).pathname.replace('/r/', '/api/reports/');
    const document = JSON.parse((await bench.call(`${address}.json`)).text) as ReportDocument;
    const closed = new Set(document.release.waves.map((one) => one.wave));
    const panel = closedPanel(state.panel, closed);
    given.push({ release: reviveRelease(JSON.stringify(document.release)), panel, analysis: analyse(panel) });
    documents.push(document);
    addresses.push(address);
    ids.push(report);
    // One more report on the same figures after somebody has withdrawn all their answers.
    if (wave === 'w1') await eraseMember(db, SLUG, 'o4-m0', by);
  }
  for (const address of addresses) for (const ending of ['', '.json', '.csv']) await look(address + ending);
  const last = addresses.at(-1) ?? '';
  await look(`${last}/pdf?lang=en`);
  await look(`${last}.pdf?lang=en`);
  for (const lang of ['en', 'id']) await lookIntoPdf(`${last}.pdf?lang=${lang}`);
  // Links that don't open, and all that can be sent to them.
  const [first = ''] = addresses;
  const locked = await call<{ url: string }>(`reports/${ids[0]}/shares`, { passphrase: 'river and road' });
  const revoked = await call<{ url: string; share: string }>(`reports/${ids[0]}/shares`, {});
  await bench.call(at(`reports/${ids[0]}/shares/${revoked.share}`), { method: 'DELETE', as: lead });
  const pathOf = ({ url }: { url: string }) => new URL(url).pathname.replace('/r/', '/api/reports/');
  for (const address of [
    pathOf(locked),
    pathOf(revoked),
    '/api/reports/x',
    `${first}x`,
    `${first}.exe`,
    `${first}.json.pdf`,
  ])
    for (const ending of ['', '.json', '.pdf', '/pdf']) await look(address + ending);
  await look(`${pathOf(locked)}/passphrase`, { json: { passphrase: 'a guess' } });
  await look(`${pathOf(locked)}/passphrase`, { raw: '{', headers: { 'content-type': 'application/json' } });
  await look(first, { method: 'PUT', json: {} });
  // What a funder's account opens, and what it is refused.
  for (const path of ['/api/portfolio', '/api/portfolio.csv', '/api/account/networks', '/api/networks'])
    await look(path, { as: funder });
  for (const id of [...ids, 'none'])
    for (const ending of ['', '.json', '.csv', '/pdf'])
      await look(`/api/portfolio/${SLUG}/${id}${ending}`, { as: funder });
  for (const path of [
    'members',
    'organisations',
    'analysis',
    'panel',
    'reports',
    'events',
    'waves/w0/progress',
    'export?format=csv',
  ])
    await look(at(path), { as: funder });
  await look('/api/portfolio/another/none', { as: funder });
  await look('/api/portfolio');
  await look('/api/openapi.json');
  // A withdrawn report leaves its note.
  await bench.call(at(`reports/${ids[0]}`), {
    method: 'DELETE',
    json: { note: 'A figure was read wrongly.' },
    as: lead,
  });
  for (const ending of ['', '.json', '.pdf']) await look(first + ending);
  await look(`/api/portfolio/${SLUG}/${ids[0]}`, { as: funder });
}, 240_000);
afterAll(() => bench.close());

describe('a script that has all published reports, links, errors, headers and the API’s description', () => {
  it('saw figures, errors and files', () => {
    expect(seen.length).toBeGreaterThan(60);
    const statuses = new Set(seen.map(({ text }) => text.slice(0, 3)));
    for (const status of ['200', '401', '403', '404', '410']) expect(statuses).toContain(status);
    expect(documents.map(({ release }) => release.waves.length)).toEqual([1, 2, 3]);
    const shown = documents[2]?.release.waves[2]?.scales.trust?.organisationMean;
    expect(shown).toEqual(expect.any(Number));
    expect(seen.filter(({ text }) => text.includes(String(shown))).length).toBeGreaterThan(3);
  });

  it('reads off no name without consent, no member, no rating, no exact count of people, no open word', () => {
    expect(readOff(seen, truth)).toEqual([]);
    // Those who agreed to it are named.
    expect(seen.some(({ text }) => text.includes('Verbena House A'))).toBe(true);
  });

  it('works out no answer, no agency’s score and no count', () => {
    expect(attack(given).learned).toEqual([]);
    expect(enumerate(given, 20_000).learned).toEqual([]);
    for (const { release } of documents) expect(pinnedCounts(release.waves)).toEqual([]);
  });
});

describe('each planted leak is found', () => {
  const planted = (text: string) => readOff([{ where: 'planted', text }], truth);

  it('by reading', () => {
    const leaks: [string, RegExp][] = [
      ['Thanks to quilla oxenford 4 for the rooms.', /quilla oxenford 4/i],
      ['x-member: o3-m1', /o3-m1/],
      ['Verbena House H joined.', /Verbena House H/],
      ['{"waves":[{"responded":4}]}', /exact count \.waves\[0\]\.responded/],
      ['scales,w0,,trust,,n,4', /exact count scales/],
      ['Trust 61.0 (52.0–70.0), n 4', /exact count n 4/],
      ['{"network":{"mode":{"ratings":[{"from":"a","to":"b","value":2}]}}}', /rating \.network\.mode\.ratings/],
      ['{"waves":[{"texts":{"more":["I said this"]}}]}', /open answer/],
      ['{"events":[{"notes":"Said in confidence"}]}', /Said in confidence/],
    ];
    for (const [text, found] of leaks) expect(planted(text).join(' | '), text).toMatch(found);
    expect(planted('Trust 61.0 (52.0–70.0), n 10–19; "responded":{"from":10,"to":19}')).toEqual([]);
  });

  it('by working it out', () => {
    const [first] = given;
    const leak = memberMeanEquation(first!.panel, 'w0', 'trust');
    expect(attack([first!], [leak]).learned.length).toBeGreaterThan(0);
    const wave = { wave: 'w', eligible: { from: 5, to: 9 }, responded: { from: 0, to: 4 } };
    expect(pinnedCounts([{ ...wave, responseRate: { from: 0.5, to: 0.55 } }])).toEqual([]);
    expect(pinnedCounts([{ ...wave, responseRate: { from: 0.59, to: 0.61 } }])).toEqual(['w: 3 answered']);
    expect(pinnedCounts([{ ...wave, responded: 3, responseRate: 0.6 }])).toEqual(['w: not in bins']);
  });
});

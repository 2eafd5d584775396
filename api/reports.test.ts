import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesIn } from './report-audit.ts';
import { reportDocumentSchema } from './schemas/reports.ts';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, problemOf, type Bench, type Reply } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const WAVE = '2026-Q3';
const at = (path: string) => `/api/networks/harbour/${path}`;
const publish = (json: Record<string, unknown> = {}) =>
  bench.call(at('reports'), { json: { wave: WAVE, ...json }, as: lead });
const idOf = ({ body }: Reply) => (body as { report: string }).report;
const share = async (report: string, json: object = {}) => {
  const { body } = await bench.call(at(`reports/${report}/shares`), { json, as: lead });
  return new URL((body as { url: string }).url).pathname.replace('/r/', '/api/reports/');
};

describe('publishing', () => {
  it('freezes figures, sentences in both languages, versions, number and what it corrects, under its own hash', async () => {
    const first = await publish({ summary: 'We met more often.', context: 'All were asked.' });
    expect(first.status).toBe(201);
    const second = await publish({ replaces: idOf(first) });
    const { text } = await bench.call(`${await share(idOf(second))}.json`);
    expect(createHash('sha256').update(text).digest('hex')).toBe((second.body as { sha256: string }).sha256);
    const document = reportDocumentSchema.parse(JSON.parse(text));
    const { number } = first.body as { number: number };
    expect(document).toMatchObject({
      number: number + 1,
      replaces: { report: idOf(first), number },
      summary: null,
      method: document.release.method,
    });
    expect(document.texts?.en?.verdict).not.toBe(document.texts?.id?.verdict);
    expect(document.release.context.instruments[0]?.readiness?.modes.length).toBeGreaterThan(0);
    expect(document.release.audience).toBe('funder');
  });

  it('gives reports that are published at once one number each', async () => {
    const replies = await Promise.all([publish(), publish(), publish()]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => (body as { number: number }).number)).size).toBe(3);
  });

  it('shows the same before it is published, and stores nothing', async () => {
    const count = async () => ((await bench.call(at('reports'), { as: lead })).body as { reports: [] }).reports.length;
    const before = await count();
    const preview = await bench.call(at(`report-preview?wave=${WAVE}`), { as: lead });
    expect(preview.body).toMatchObject({ refusals: [], document: { wave: { wave: WAVE } } });
    expect(await count()).toBe(before);
  });

  it('refuses a text that names a person or an agency without its consent, and says which', async () => {
    const [member] = agencies().members;
    const refused = await publish({ summary: `Thanks to ${member?.name} for the rooms.` });
    expect(problemOf(refused)).toBe('409 publication-refused');
    expect(refused.body).toMatchObject({ refusals: [{ reason: 'names-in-texts', names: [member?.name] }] });
  });

  it('refuses to correct what is not there', async () => {
    expect(problemOf(await publish({ replaces: 'none' }))).toBe('404 not-found');
  });
});

describe('names in texts', () => {
  it('are found as whole words, whatever their case', () => {
    expect(namesIn(['With SITI rahayu, twice.'], ['Siti Rahayu', 'Siti', 'Rah'])).toEqual(['Siti Rahayu', 'Siti']);
    expect(namesIn(['Anna’s notes'], ['Ann'])).toEqual([]);
  });
});

describe('a link', () => {
  it('with a passphrase opens nothing without it, and lets in who gives it', async () => {
    const address = await share(idOf(await publish()), { passphrase: 'river and road' });
    for (const ending of ['', '.json', '.csv'])
      expect(problemOf(await bench.call(address + ending))).toBe('401 passphrase-needed');
    const give = (passphrase: string) => bench.call(`${address}/passphrase`, { json: { passphrase } });
    expect(problemOf(await give('river or road'))).toBe('401 passphrase-needed');
    const cookie = cookieOf(await give('river and road'));
    expect((await bench.call(address, { as: cookie })).status).toBe(200);
    const other = await share(idOf(await publish()), { passphrase: 'another one' });
    expect(problemOf(await bench.call(other, { as: cookie }))).toBe('401 passphrase-needed');
    for (let tried = 2; tried <= 10; tried += 1) await give('guess');
    expect(problemOf(await give('river and road'))).toBe('429 too-soon');
  });

  it('counts how often its report was opened, not its files', async () => {
    const report = idOf(await publish());
    const address = await share(report);
    for (const ending of ['', '', '.json', '.csv']) await bench.call(address + ending);
    const { reports } = (await bench.call(at('reports'), { as: lead })).body as {
      reports: { report: string; shares: { views: number }[] }[];
    };
    expect(reports.find((one) => one.report === report)?.shares.map(({ views }) => views)).toEqual([2]);
  });

  it('of a withdrawn report shows the note and nothing of the report', async () => {
    const report = idOf(await publish({ summary: 'Soon gone.' }));
    const address = await share(report);
    await bench.call(at(`reports/${report}`), { method: 'DELETE', json: { note: 'A typing error.' }, as: lead });
    const gone = await bench.call(address);
    expect(problemOf(gone)).toBe('410 report-withdrawn');
    expect(gone.body).toMatchObject({ note: 'A typing error.' });
    expect(gone.text).not.toMatch(/Soon gone|release|trust/);
  });
});

describe('what changes after the close', () => {
  it('keeps figures in that name an agency which no longer consents', async () => {
    const [named] = agencies().organisations.filter((one) => one.named === true);
    await bench.call(at(`organisations/${named?.organisation}`), { method: 'PATCH', json: { named: false }, as: lead });
    expect((await publish()).body).toMatchObject({ refusals: [{ reason: 'consent-withdrawn', names: [named?.name] }] });
  });
});

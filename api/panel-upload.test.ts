import { listAudit } from '@rapport/db/audit';
import { readPanel } from '@rapport/db/panel';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import type { Panel } from '@rapport/surveys/panel';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from './app.ts';
import { agencies } from './testing/agencies.ts';
import { openBench, type Bench } from './testing/bench.ts';

let bench: Bench;
let as: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  as = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

interface Brought {
  network: { slug: string; name: string } | null;
  counts: Record<string, number> | null;
  faults: { file: string; row: number | null; column: string | null; message: string }[];
  ignored: string[];
}
const encoder = new TextEncoder();

function zipOf(panel: Panel, folder = 'delta/', change: Record<string, string> = {}): Uint8Array {
  const files = Object.entries({ ...Object.fromEntries(panelToFiles(panel)), ...change });
  return zipSync(Object.fromEntries(files.map(([name, text]) => [`${folder}${name}`, encoder.encode(text)])));
}

async function bring(bytes: Uint8Array, query = '', cookie = as, type = 'application/octet-stream') {
  const reply = await createApi(bench.services).request(`/api/panels${query}`, {
    method: 'POST',
    headers: { 'content-type': type, cookie },
    body: Uint8Array.from(bytes),
  });
  return {
    status: reply.status,
    body: (await reply.json()) as Brought & { type?: string; errors?: { path: string }[] },
  };
}
const stored = async (slug: string) => (await readPanel(bench.services.db, slug)).panel;
const isThere = (slug: string) =>
  stored(slug).then(
    () => true,
    () => false,
  );

describe('a whole panel', () => {
  it.each([
    ['a zipped folder', (panel: Panel) => zipOf(panel)],
    ['files zipped without a folder', (panel: Panel) => zipOf(panel, '')],
    ['the document', (panel: Panel) => encoder.encode(panelToJson(panel))],
    ['the zipped document', (panel: Panel) => zipSync({ 'panel.json': encoder.encode(panelToJson(panel)) })],
  ])('comes in as %s, identical, and led by who brings it', async (_, bytesOf) => {
    const slug = `in-${Math.random().toString(36).slice(2, 8)}`;
    const panel = agencies(slug);
    const seen = await bring(bytesOf(panel), '?dryRun=true');
    expect(seen).toMatchObject({ status: 200, body: { network: { slug }, faults: [], ignored: [] } });
    expect(seen.body.counts).toMatchObject({ organisations: 6, members: 12, waves: 3, answers: panel.answers.length });
    expect(await isThere(slug)).toBe(false);
    expect((await bring(bytesOf(panel))).status).toBe(201);
    expect(await stored(slug)).toEqual(panel);
    expect((await bench.call(`/api/networks/${slug}`, { as })).body).toMatchObject({ roles: ['lead'] });
    expect((await listAudit(bench.services.db, slug)).map(({ action, actor }) => [action, actor])).toEqual([
      ['panel.import', expect.stringContaining('account:')],
    ]);
  });

  it('with faults names each at its file, line and column, and saves nothing', async () => {
    const panel = agencies('faulty');
    const files = panelToFiles(panel);
    const answers = (files.get('answers.csv') ?? '').replace(/,\d+\n/, ',99\n');
    const members = (files.get('members.csv') ?? '').replace('2026-01-01', '2026-02-31');
    const bytes = zipOf(panel, 'x/', { 'answers.csv': answers, 'members.csv': members, 'extra.csv': 'a\n' });
    const { status, body } = await bring(bytes, '?dryRun=true');
    expect(status).toBe(200);
    expect(body.network).toBeNull();
    expect(body.faults.map(({ file, row, column }) => [file, row, column])).toEqual(
      expect.arrayContaining([
        ['members.csv', 2, 'joined'],
        ['answers.csv', 2, 'value'],
      ]),
    );
    const refused = await bring(bytes);
    expect(refused).toMatchObject({ status: 422, body: { type: 'urn:rapport:problem:invalid-values' } });
    expect(refused.body.errors?.map(({ path }) => path)).toContain('answers.csv:2:value');
    expect(await isThere('faulty')).toBe(false);
  });

  it('never takes the place of a network that is there, nor an address of the program', async () => {
    const before = await stored('harbour');
    for (const slug of ['harbour', 'new']) {
      const { body } = await bring(zipOf(agencies(slug)), '?dryRun=true');
      expect(body.faults).toMatchObject([{ file: 'network.json', column: 'slug' }]);
      expect((await bring(zipOf(agencies(slug)))).status).toBe(422);
    }
    expect(await stored('harbour')).toEqual(before);
  });

  it.each([
    ['no file at all', new Uint8Array(), /JSON/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff), /neither a ZIP nor JSON/],
    ['a ZIP cut short', zipOf(agencies('cut')).subarray(0, 200), /can’t be read/],
    ['a ZIP of something else', zipSync({ 'a.txt': encoder.encode('a') }), /no CSV or JSON/],
    ['a ZIP that grows too far', zipSync({ 'answers.csv': new Uint8Array(25 * 1024 * 1024) }), /more than 24 MB/],
  ])('is refused by name as %s', async (_, bytes, why) => {
    const { status, body } = await bring(bytes, '?dryRun=true');
    expect(status).toBe(200);
    expect(body.faults).toHaveLength(1);
    expect(body.faults[0]?.message).toMatch(why);
  });

  it('is a lead’s to bring, as bytes', async () => {
    const viewer = await bench.signIn('viewer@example.org', { harbour: ['viewer'] });
    expect((await bring(zipOf(agencies('other')), '', viewer)).status).toBe(403);
    expect((await bring(zipOf(agencies('other')), '', '')).status).toBe(401);
    expect((await bring(encoder.encode('{}'), '', as, 'text/plain')).status).toBe(415);
    expect(await isThere('other')).toBe(false);
  });
});

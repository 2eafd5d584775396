import { strFromU8, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { updateNetwork } from '@rapport/db/networks';
import { frozenRelease } from '@rapport/db/releases';
import { readPanelFiles, readPanelJson } from '@rapport/surveys/panel-files';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { leadsRelease } from './released.ts';
import { releasedAnalysisSchema } from './schemas/analysis.ts';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
let funder: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
  funder = await bench.signIn('funder@example.org', { harbour: ['funder'] });
});
afterAll(() => bench.close());

const at = (path: string) => `/api/networks/harbour/${path}`;

describe('a release', () => {
  it('has all that the API document says of it, for leads and for funders', async () => {
    const { body } = await bench.call(at('analysis'), { as: lead });
    expect(releasedAnalysisSchema.parse(body)).toEqual(body);
    const funders = await frozenRelease(bench.services.db, 'harbour', 'funder', '2026-Q3');
    expect(funders?.release.audience).toBe('funder');
    expect(releasedAnalysisSchema.parse(funders?.release)).toEqual(funders?.release);
  });
});

describe('a release that many ask for at once', () => {
  const ask = () => leadsRelease(bench.services, 'harbour');

  it('is put together once, anew once the panel has changed, and again after a failure', async () => {
    const { db, clock } = bench.services;
    const { name } = agencies().network;
    const rename = (to: string) => updateNetwork(db, 'harbour', { name: to }, { actor: 'operator', now: clock() });
    await rename('One');
    const releases = await Promise.all(Array.from({ length: 5 }, ask));
    expect(new Set(releases).size).toBe(1);
    expect(await ask()).toBe(releases[0]);
    await rename('Two');
    expect(await ask()).not.toBe(releases[0]);
    await rename(name);
    vi.spyOn(db, 'transact').mockRejectedValueOnce(new Error('no disk'));
    await expect(ask()).rejects.toThrow('no disk');
    expect((await ask()).waves.length).toBeGreaterThan(0);
  });
});

describe('the lead’s export', () => {
  it('is the release as JSON', async () => {
    const [analysis, file] = [
      await bench.call(at('analysis'), { as: lead }),
      await bench.call(at('export'), { as: lead }),
    ];
    expect(file.body).toEqual(analysis.body);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="harbour-release.json"');
  });

  it('is one long table as CSV, with the figures of the release', async () => {
    const { text } = await bench.call(at('export?format=csv'), { as: lead });
    const { waves } = (await bench.call(at('analysis'), { as: lead })).body as {
      waves: { scales: { trust: { organisationMean: number } } }[];
    };
    const lines = text.trim().split('\n');
    expect(lines[0]).toBe('table,wave,to,subject,level,organisation,other,figure,value');
    expect(lines).toContain(`scales,2026-Q2,,trust,,,,organisationMean,${waves[0]?.scales.trust.organisationMean}`);
    expect(lines.every((line) => !/m-\d-\d|Person|@example/.test(line))).toBe(true);
  });

  it('is a workbook as XLSX', async () => {
    const app = await bench.call(at('export?format=xlsx'), { as: lead });
    expect(app.headers.get('content-type')).toMatch(/spreadsheetml/);
    expect(app.text.slice(0, 2)).toBe('PK');
  });

  it('comes in no other format', async () => {
    expect(problemOf(await bench.call(at('export?format=pdf'), { as: lead }))).toBe('422 invalid-values');
  });
});

describe('the custodian’s panel', () => {
  it('is the panel without names and addresses, and reads back', async () => {
    const as = await bench.signIn('custodian@example.org', { harbour: ['custodian'] });
    const { text } = await bench.call(at('panel'), { as });
    expect(text).not.toMatch(/Person|@example/);
    const whole = agencies();
    const members = whole.members.map((member) => ({ ...member, name: null, email: null }));
    expect(readPanelJson(text).panel).toEqual({ ...whole, members });
  });

  it('is a zipped folder that reads back', async () => {
    const as = await bench.signIn('custodian@example.org', { harbour: ['custodian'] });
    const { fetch } = await import('./app.ts').then(({ createApi }) => createApi(bench.services));
    const response = await fetch(
      new Request(`http://127.0.0.1:3000${at('panel?format=zip')}`, { headers: { cookie: as } }),
    );
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const named = Object.entries(files).map(([name, bytes]) => [name.replace('harbour/', ''), bytes] as const);
    expect(strFromU8(files['harbour/network.json'] ?? new Uint8Array())).toContain('rapport-panel/1');
    const reading = readPanelFiles(new Map(named));
    expect(reading.faults).toBeUndefined();
    expect(reading.panel?.answers).toEqual(agencies().answers);
    expect(named.map(([name]) => name)).toEqual(expect.arrayContaining(['datapackage.json', 'codebook.csv']));
  });
});

describe('a report', () => {
  const publish = (json: unknown) => bench.call(at('reports'), { json, as: lead });
  const share = async (report: string, json?: unknown) => {
    const reply = await bench.call(at(`reports/${report}/shares`), { json: json ?? {}, as: lead });
    return { reply, ...(reply.body as { url: string; share: string; expires: string }) };
  };
  const tokenOf = (url: string) => url.split('/r/')[1] ?? '';

  it('is published, shared by a link, and read by whoever has it', async () => {
    const published = await publish({ wave: '2026-Q3', summary: 'We met.' });
    expect(published).toMatchObject({
      status: 201,
      body: { report: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { report, sha256 } = published.body as { report: string; sha256: string };
    const { reply, url, expires } = await share(report);
    expect(reply.status).toBe(201);
    expect(expires).toBe('2027-11-10T12:00:00.000Z');
    const read = await bench.call(`/api/reports/${tokenOf(url)}`);
    expect(read).toMatchObject({
      status: 200,
      body: {
        format: 'rapport-report/1',
        network: { slug: 'harbour' },
        wave: { wave: '2026-Q3' },
        summary: 'We met.',
        sha256,
        release: { audience: 'funder' },
      },
    });
    const json = await bench.call(`/api/reports/${tokenOf(url)}.json`);
    expect(createHash('sha256').update(json.text).digest('hex')).toBe(sha256);
    expect((await bench.call(`/api/reports/${tokenOf(url)}.csv`)).text).toMatch(/^table,wave,/);
    expect((await bench.call(`/api/reports/${tokenOf(url)}.exe`)).status).toBe(404);
    expect(read.text).not.toMatch(/Person|@example|m-1-1|Agency 5|Agency 6/);
    expect((await bench.call(at('reports'), { as: lead })).body).toMatchObject({
      reports: [{ report, shares: [{ views: 1 }] }],
    });
  });

  it('is of a closed wave', async () => {
    expect(problemOf(await publish({ wave: '2026-Q4' }))).toBe('409 conflict');
    expect(problemOf(await publish({ wave: 'none' }))).toBe('404 not-found');
  });

  it('is no longer there once the link has expired or was ended', async () => {
    const { report } = (await publish({ wave: '2026-Q3' })).body as { report: string };
    const day = await share(report, { expires: '2026-11-12' });
    expect(day.expires).toBe('2026-11-12T23:59:59.999Z');
    const ended = await share(report);
    expect(
      (await bench.call(at(`reports/${report}/shares/${ended.share}`), { method: 'DELETE', as: lead })).status,
    ).toBe(204);
    expect(problemOf(await bench.call(`/api/reports/${tokenOf(ended.url)}`))).toBe('404 not-found');
    bench.setNow('2026-11-13T00:00:00Z');
    expect(problemOf(await bench.call(`/api/reports/${tokenOf(day.url)}`))).toBe('404 not-found');
    bench.setNow('2026-11-10T12:00:00Z');
    expect((await share(report, { expires: '2020-01-01' })).reply.body).toMatchObject({
      errors: [{ path: 'expires' }],
    });
  });

  it('that was withdrawn says so and shows nothing', async () => {
    const { report } = (await publish({ wave: '2026-Q3', summary: 'Withdrawn words' })).body as { report: string };
    const { url } = await share(report);
    expect((await bench.call(at(`reports/${report}`), { method: 'DELETE', as: lead })).status).toBe(204);
    const gone = await bench.call(`/api/reports/${tokenOf(url)}`);
    expect(problemOf(gone)).toBe('410 report-withdrawn');
    expect(gone.text).not.toContain('Withdrawn words');
    expect((await share(report)).reply.status).toBe(404);
  });

  it('is in the portfolio of those who fund the network, and in nobody else’s', async () => {
    await publish({ wave: '2026-Q3', summary: 'In the portfolio' });
    const { body, text } = await bench.call('/api/portfolio', { as: funder });
    expect(body).toMatchObject({ networks: [{ network: 'harbour', reports: expect.arrayContaining([]) }] });
    expect(text).toContain('In the portfolio');
    expect(text).not.toContain('Withdrawn words');
    const other = await bench.signIn('other@example.org', {});
    expect(problemOf(await bench.call('/api/portfolio', { as: other }))).toBe('403 not-allowed');
  });
});

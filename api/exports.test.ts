import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listAudit } from '@rapport/db/audit';
import { databaseAt } from '@rapport/db/testing/test-database';
import { readPanelFiles, readPanelJson } from '@rapport/surveys/panel-files';
import { loadImage } from '@napi-rs/canvas';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from './app.ts';
import { runHere } from './testing/run-here.ts';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
let custodian: string;
const folder = mkdtempSync(join(tmpdir(), 'rapport-exports-'));
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
  custodian = await bench.signIn('custodian@example.org', { harbour: ['custodian'] });
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (path: string) => `/api/networks/harbour/${path}`;

async function bytesOf(path: string, cookie: string): Promise<Uint8Array> {
  const reply = await createApi(bench.services).request(at(path), { headers: { cookie } });
  expect(reply.status, path).toBe(200);
  return new Uint8Array(await reply.arrayBuffer());
}

describe('what leads take out', () => {
  it('has the ties as nodes, edges and a graph for each wave', async () => {
    const files = unzipSync(await bytesOf('export?format=graphml', lead));
    expect(Object.keys(files).sort()).toEqual([
      'harbour-ties/01-2026-Q2-mode.graphml',
      'harbour-ties/02-2026-Q3-mode.graphml',
      'harbour-ties/README.txt',
      'harbour-ties/edges.csv',
      'harbour-ties/nodes.csv',
    ]);
  });

  it.each(['readiness', 'trend', 'ties', 'groups'])(
    'has the chart %s as a picture that can be opened',
    async (chart) => {
      for (const language of ['en', 'id']) {
        const picture = await loadImage(
          Buffer.from(await bytesOf(`export/charts/${chart}?language=${language}`, lead)),
        );
        expect(picture.width).toBeGreaterThan(1200);
        expect(picture.height).toBeGreaterThan(700);
      }
    },
  );

  it('has no picture before a wave is closed', async () => {
    await bench.storePanel({ ...agencies('bare'), waves: [], answers: [], ties: [] });
    const as = await bench.signIn('bare@example.org', { bare: ['lead'] });
    expect(problemOf(await bench.call('/api/networks/bare/export/charts/trend', { as }))).toMatch(/^404/);
  });

  it('is in the audit, file by file', async () => {
    const before = (await listAudit(bench.services.db, 'harbour')).length;
    for (const format of ['xlsx', 'csv', 'graphml']) await bytesOf(`export?format=${format}`, lead);
    const after = (await listAudit(bench.services.db, 'harbour')).slice(before);
    expect(after.map(({ action, actor, detail }) => [action, actor, detail.format])).toEqual([
      ['release.export', expect.stringContaining(':'), 'xlsx'],
      ['release.export', expect.stringContaining(':'), 'csv'],
      ['release.export', expect.stringContaining(':'), 'graphml'],
    ]);
  });
});

describe('what a custodian takes out', () => {
  const hasR = spawnSync('Rscript', ['--version']).status === 0;

  async function unzipped(): Promise<Map<string, Uint8Array>> {
    const files = unzipSync(await bytesOf('panel?format=zip', custodian));
    return new Map(Object.entries(files).map(([path, bytes]) => [path.replace('harbour/', ''), bytes]));
  }

  it('reads back to the panel that the same custodian gets as JSON', async () => {
    const { panel, ignored } = readPanelFiles(await unzipped()) as { panel: unknown; ignored: string[] };
    expect(ignored).toEqual([]);
    expect(panel).toEqual(
      readPanelJson(await bench.call(at('panel'), { as: custodian }).then(({ text }) => text)).panel,
    );
  });

  it('imports into an empty database, and comes out of it as the same files', async () => {
    const files = await unzipped();
    const source = join(folder, 'taken');
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), bytes);
    }
    const setting = { folder, environment: { DATABASE_URL: await databaseAt(join(folder, 'empty.db')) } };
    expect(await runHere(['import', 'taken'], setting)).toMatchObject({ status: 0 });
    expect(await runHere(['export', 'harbour', '--out', 'again'], setting)).toMatchObject({ status: 0 });
    const same = spawnSync('diff', ['-r', source, join(folder, 'again')], { encoding: 'utf8' });
    expect(same.stdout).toBe('');
  });

  it.runIf(hasR)('opens in R by its own script, with every answer and rating', async () => {
    const home = join(folder, 'in-r');
    for (const [path, bytes] of await unzipped()) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), bytes);
    }
    const said = `cat(nrow(panel$answers), sum(panel$answers$value), nrow(panel$ties), sum(panel$ties$value), nrow(panel$members),
      sum(!is.na(panel$responses[-(1:3)])), sum(!is.na(panel$ratings[-(1:5)])))`;
    const run = spawnSync('Rscript', ['-e', `source("in-r/panel.R", chdir = TRUE); ${said}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(`${run.status} ${run.stderr}`).toMatch(/^0 /);
    const { answers, ties, members } = agencies();
    const sum = (rows: { value: number }[]) => rows.reduce((total, { value }) => total + value, 0);
    expect(run.stdout.split(' ').map(Number)).toEqual([
      answers.length,
      sum(answers),
      ties.length,
      sum(ties),
      members.length,
      answers.length,
      ties.length,
    ]);
  });

  it('is told to leads, and to the members whose answers they are', async () => {
    await bytesOf('panel?format=zip', custodian);
    const { takenOut } = (await bench.call(at('taken-out'), { as: lead })).body as {
      takenOut: { at: string; by: string }[];
    };
    expect(takenOut[0]).toEqual({ at: '2026-11-10T12:00:00.000Z', by: 'custodian@example.org' });
    const invited = await bench.call(at('waves/2026-Q4/invitations'), { json: { members: ['m-1-1'] }, as: lead });
    const [link] = (invited.body as { links: { url: string }[] }).links;
    const session = await bench.call('/api/survey/session', { json: { token: link?.url.split('/s/')[1] } });
    const as = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await bench.call('/api/survey/taken-out', { as })).body).toEqual({ takenOut });
  });

  it('is refused to leads', async () => {
    expect(problemOf(await bench.call(at('panel'), { as: lead }))).toMatch(/^403/);
  });
});

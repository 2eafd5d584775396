import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from './testing/run-here.ts';
import { agencies } from './testing/agencies.ts';
import { start, throughPnpm, type Ran } from './testing/command.ts';
import { largePanel } from './testing/large-panel.ts';

let folder: string;
let environment: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-cli-'));
  environment = { DATABASE_URL: `file:${join(folder, 'rapport.db')}`, AUTH_SECRET: 'x'.repeat(40) };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As a process of its own, as it is typed. */
const asProcess = (args: string[], stdin = ''): Promise<Ran> => start(args, folder, environment, stdin).done;

/** The same in this process, where the process itself is not the point. */
const rapport = (args: string[], stdin = ''): Promise<Ran> => runHere(args, { folder, environment, stdin });

function write(name: string, files: ReadonlyMap<string, string>): string {
  mkdirSync(join(folder, name));
  for (const [file, text] of files) writeFileSync(join(folder, name, file), text);
  return name;
}

describe('rapport analyse', () => {
  it('prints the analysis of a folder, found from where the user stands, and nothing else', async () => {
    const { status, out, err } = await asProcess(['analyse', write('harbour', panelToFiles(agencies()))]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      format: 'rapport-analysis/1',
      network: 'harbour',
      waves: [{ eligible: 12, responded: 12 }, { responded: 12 }, { responded: 0 }],
    });
  });

  it('reads one JSON document likewise', async () => {
    const files = await rapport(['analyse', write('harbour', panelToFiles(agencies()))]);
    writeFileSync(join(folder, 'harbour.json'), panelToJson(agencies()));
    expect((await rapport(['analyse', 'harbour.json'])).out).toBe(files.out);
  });

  it('prints the release for an audience instead, of closed waves only', async () => {
    const panel = agencies();
    panel.waves = panel.waves.map((wave) => (wave.wave === '2026-Q4' ? { ...wave, closes: '9999-01-01' } : wave));
    const { out } = await rapport(['analyse', write('harbour', panelToFiles(panel)), '--audience', 'funder']);
    const release = JSON.parse(out) as { audience: string; waves: { wave: string }[] };
    expect(release.audience).toBe('funder');
    expect(release.waves.map(({ wave }) => wave)).not.toContain('2026-Q4');
  });

  it('prints nothing but JSON through pnpm, silent or not', async () => {
    const panel = join(folder, write('harbour', panelToFiles(agencies())));
    for (const before of [[], ['--silent']]) {
      const { status, out } = await throughPnpm([...before, 'rapport', 'analyse', panel]);
      expect(status).toBe(0);
      expect(() => JSON.parse(out) as unknown).not.toThrow();
    }
    expect(await throughPnpm(['rapport', 'analyse', `${panel}-none`])).toMatchObject({ status: 1, out: '' });
  });
});

describe('rapport check', () => {
  it('says that a sound panel is sound', async () => {
    const { status, out } = await rapport(['check', write('harbour', panelToFiles(agencies()))]);
    expect({ status, out }).toEqual({
      status: 0,
      out: 'harbour: no faults; 6 organisations, 12 members, 3 waves, 360 answers, 240 ties\n',
    });
  });

  it('names every fault with file, line and column, one to a line, and so does import, which stores nothing', async () => {
    const files = panelToFiles(agencies());
    const answers = (files.get('answers.csv') ?? '').split('\n');
    answers[11] = (answers[11] ?? '').replace(/\d+$/, '9');
    answers[12] = (answers[12] ?? '').replace(/m-1-1/, 'm-none');
    files.set('answers.csv', answers.join('\n'));
    files.delete('ties.csv');
    const name = write('faulty', files);
    for (const command of ['check', 'import']) {
      const { status, out, err } = await asProcess([command, name]);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      const lines = err.trim().split('\n');
      expect(lines).toEqual([
        expect.stringMatching(/^ties\.csv: is missing/),
        expect.stringMatching(/^answers\.csv:12: value: /),
        expect.stringMatching(/^answers\.csv:13: member: /),
      ]);
    }
    expect((await rapport(['export', 'harbour', '--out', 'out'])).status).toBe(1);
  });

  it('says when there is no such panel', async () => {
    expect(await rapport(['check', 'nowhere'])).toEqual({
      status: 1,
      out: '',
      err: 'nowhere: there is no such folder or file\n',
    });
  });
});

describe('rapport import with a mapping', () => {
  const item = pulse1.items[0]?.id ?? '';
  const mapping = {
    format: 'rapport-mapping/1',
    member: { column: 'token', by: 'member' },
    wave: { always: '2026-Q4' },
    columns: { q1: { item } },
    recode: { q1: { A5: '5' } },
  };
  const args = ['import', 'wide.csv', '--mapping', 'mapping.json', '--network', 'harbour'];

  it('looks, names faults by file and line, and adds all or none', async () => {
    writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
    writeFileSync(join(folder, 'wide.csv'), 'token,q1,zip\nm-1-1,A5,1\nm-1-2,A6,1\n');
    await rapport(['import', write('in', panelToFiles(agencies()))]);
    expect(await rapport(args)).toMatchObject({ status: 1, err: expect.stringContaining('wide.csv:3: q1: is "A6"') });
    writeFileSync(join(folder, 'wide.csv'), 'token,q1\nm-1-1,A5\n');
    expect(await rapport([...args, '--check'])).toEqual({
      status: 0,
      out: 'harbour: 1 responses could be added\n',
      err: '',
    });
    expect(await rapport(args)).toEqual({ status: 0, out: 'harbour: 1 responses added\n', err: '' });
    expect(await rapport(args)).toMatchObject({
      status: 1,
      err: expect.stringContaining('has answered 2026-Q4 already'),
    });
    await rapport(['export', 'harbour', '--out', 'out']);
    expect(readFileSync(join(folder, 'out/answers.csv'), 'utf8')).toContain(`2026-Q4,m-1-1,${item},5\n`);
  });

  it('needs both, and a mapping that is one', async () => {
    expect((await rapport(['import', 'wide.csv', '--mapping', 'mapping.json'])).status).toBe(2);
    writeFileSync(join(folder, 'mapping.json'), '{"format": "rapport-mapping/1"}');
    writeFileSync(join(folder, 'wide.csv'), 'a\n');
    const { status, err } = await rapport(args);
    expect([status, err.split('\n')[0]]).toEqual([1, expect.stringMatching(/^mapping.json: member: /)]);
  });
});

describe('rapport import and export', () => {
  it('give the panel back, byte for byte', async () => {
    const files = panelToFiles(agencies());
    expect((await rapport(['import', write('in', files)])).status).toBe(0);
    expect(await rapport(['export', 'harbour', '--out', 'out'])).toMatchObject({
      status: 0,
      out: `${join(folder, 'out')}\n`,
    });
    for (const [name, text] of files) expect(readFileSync(join(folder, 'out', name), 'utf8'), name).toBe(text);
    expect(readdirSync(join(folder, 'out'))).toEqual(expect.arrayContaining(['codebook.csv', 'datapackage.json']));
    expect(statSync(join(folder, 'out/members.csv')).mode & 0o077).toBe(0);
    expect((await rapport(['export', 'harbour', '--out', 'one.json'])).status).toBe(0);
    expect(readFileSync(join(folder, 'one.json'), 'utf8')).toBe(panelToJson(agencies()));
  });

  it('refuse what would overwrite something', async () => {
    const name = write('in', panelToFiles(agencies()));
    await rapport(['import', name]);
    expect(await rapport(['import', name])).toMatchObject({
      status: 1,
      err: expect.stringContaining('"harbour" already'),
    });
    expect(await rapport(['export', 'harbour', '--out', name])).toMatchObject({ status: 1, err: 'in: is not empty\n' });
    expect(await rapport(['export', 'nowhere', '--out', 'out'])).toMatchObject({ status: 1, out: '' });
  });

  it('leave nothing behind when they are killed, and can be done again', async () => {
    const name = write('large', panelToFiles(largePanel()));
    const { process: child, done } = start(['import', name], folder, environment);
    // The write-ahead log grows while rows are stored, before any of them counts.
    const growing = () => statSync(join(folder, 'rapport.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
    while (child.exitCode === null && growing() < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect((await done).status).toBeNull();
    expect(await rapport(['export', 'large', '--out', 'out'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('no network'),
    });
    expect((await rapport(['import', name])).status).toBe(0);
    expect((await rapport(['export', 'large', '--out', 'out'])).status).toBe(0);
    expect(readFileSync(join(folder, 'out/answers.csv'), 'utf8')).toBe(
      readFileSync(join(folder, name, 'answers.csv'), 'utf8'),
    );
  });
});

describe('rapport network add and lead add', () => {
  it('make a network and an account whose password comes on stdin', async () => {
    expect(await rapport(['network', 'add', 'delta', '--name', 'Delta', '--timezone', 'Asia/Jakarta'])).toMatchObject({
      status: 0,
      out: 'delta\n',
    });
    const added = await asProcess(['lead', 'add', 'lead@example.org', '--network', 'delta'], 'a long password\n');
    expect(added).toMatchObject({ status: 0, out: 'lead@example.org: lead of delta\n' });
    const again = await rapport(['lead', 'add', 'LEAD@example.org', '--network', 'delta', '--role', 'custodian']);
    expect(again).toMatchObject({ status: 0, err: expect.stringContaining('its password stays') });
  });

  it.each([
    [1, ['network', 'add', 'Two Words', '--name', 'X'], ''],
    [1, ['network', 'add', 'new', '--name', 'X'], ''],
    [1, ['network', 'add', 'delta', '--name', 'X', '--timezone', 'Mars'], ''],
    [1, ['network', 'add', 'delta', '--name', 'X', '--instrument', 'none.json'], ''],
    [2, ['network', 'add', 'delta'], ''],
    [1, ['lead', 'add', 'lead@example.org', '--network', 'nowhere'], 'a long password'],
    [1, ['lead', 'add', 'no-address', '--network', 'nowhere'], 'a long password'],
    [2, ['lead', 'add', 'lead@example.org'], ''],
    [2, ['lead', 'add', 'lead@example.org', '--network', 'delta', '--role', 'boss'], ''],
  ])('exit with %d on %j', async (status, args, stdin) => {
    expect(await rapport(args, stdin)).toMatchObject({ status, out: '' });
  });

  it('refuse a password that is too short', async () => {
    await rapport(['network', 'add', 'delta', '--name', 'Delta']);
    const { status, err } = await rapport(['lead', 'add', 'lead@example.org', '--network', 'delta'], 'short');
    expect({ status, err }).toEqual({ status: 1, err: 'the password has 5 characters, not 8 to 128\n' });
  });
});

describe('rapport', () => {
  it.each(['analyse', 'check', 'import', 'export', 'network add', 'lead add', 'migrate'])(
    'explains %s',
    async (name) => {
      const { status, out, err } = await rapport([...name.split(' '), '--help']);
      expect({ status, err }).toEqual({ status: 0, err: '' });
      expect(out).toMatch(new RegExp(`^usage: rapport ${name}`));
    },
  );

  it('exits with 2 on what it does not know', async () => {
    expect(await asProcess(['dance'])).toMatchObject({ status: 2, out: '' });
    for (const args of [
      [],
      ['dance'],
      ['analyse'],
      ['analyse', 'a', 'b'],
      ['analyse', 'a', '--loud'],
      ['analyse', 'a', '--audience', 'me'],
    ])
      expect(await rapport(args), args.join(' ')).toMatchObject({
        status: 2,
        out: '',
        err: expect.stringContaining('usage:'),
      });
  });

  it('names what is wrong with the environment', async () => {
    environment.PORT = 'many';
    expect(await rapport(['migrate'])).toMatchObject({ status: 1, err: expect.stringMatching(/^rapport: PORT: /) });
  });
});

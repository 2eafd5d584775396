import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import { describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { useCommandLine } from './testing/cli-bench.ts';
import { throughPnpm } from './testing/command.ts';

const { at, asProcess, rapport, write } = useCommandLine();

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
    writeFileSync(join(at.folder, 'harbour.json'), panelToJson(agencies()));
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
    const panel = join(at.folder, write('harbour', panelToFiles(agencies())));
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
    at.environment.PORT = 'many';
    expect(await rapport(['migrate'])).toMatchObject({ status: 1, err: expect.stringMatching(/^rapport: PORT: /) });
  });
});

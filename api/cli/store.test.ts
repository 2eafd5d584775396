import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administration } from '@rapport/db/testing/postgres-server';
import { testEngine } from '@rapport/db/testing/test-database';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import { describe, expect, it } from 'vitest';
import { agencies } from '../testing/agencies.ts';
import { useCommandLine } from '../testing/cli-bench.ts';
import { start } from '../testing/command.ts';
import { largePanel } from '../testing/large-panel.ts';

const { at, asProcess, rapport, write } = useCommandLine();

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
    writeFileSync(join(at.folder, 'mapping.json'), JSON.stringify(mapping));
    writeFileSync(join(at.folder, 'wide.csv'), 'token,q1,zip\nm-1-1,A5,1\nm-1-2,A6,1\n');
    await rapport(['import', write('in', panelToFiles(agencies()))]);
    expect(await rapport(args)).toMatchObject({ status: 1, err: expect.stringContaining('wide.csv:3: q1: is "A6"') });
    writeFileSync(join(at.folder, 'wide.csv'), 'token,q1\nm-1-1,A5\n');
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
    expect(readFileSync(join(at.folder, 'out/answers.csv'), 'utf8')).toContain(`2026-Q4,m-1-1,${item},5\n`);
  });

  it('needs both, and a mapping that is one', async () => {
    expect((await rapport(['import', 'wide.csv', '--mapping', 'mapping.json'])).status).toBe(2);
    writeFileSync(join(at.folder, 'mapping.json'), '{"format": "rapport-mapping/1"}');
    writeFileSync(join(at.folder, 'wide.csv'), 'a\n');
    const { status, err } = await rapport(args);
    expect([status, err.split('\n')[0]]).toEqual([1, expect.stringMatching(/^mapping.json: member: /)]);
  });
});

/** Rows are being stored, and none of them counts yet. */
async function isStoring(): Promise<boolean> {
  if (testEngine === 'sqlite')
    return (statSync(join(at.folder, 'rapport.db-wal'), { throwIfNoEntry: false })?.size ?? 0) > 1_000_000;
  const storing = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'insert into "responses"%'`;
  return (await administration(at.environment.DATABASE_URL ?? '', (ask) => ask(storing))).length > 0;
}

describe('rapport import and export', () => {
  it('give the panel back, byte for byte', async () => {
    const files = panelToFiles(agencies());
    expect((await rapport(['import', write('in', files)])).status).toBe(0);
    expect(await rapport(['export', 'harbour', '--out', 'out'])).toMatchObject({
      status: 0,
      out: `${join(at.folder, 'out')}\n`,
    });
    for (const [name, text] of files) expect(readFileSync(join(at.folder, 'out', name), 'utf8'), name).toBe(text);
    expect(readdirSync(join(at.folder, 'out'))).toEqual(expect.arrayContaining(['codebook.csv', 'datapackage.json']));
    expect(statSync(join(at.folder, 'out/members.csv')).mode & 0o077).toBe(0);
    expect((await rapport(['export', 'harbour', '--out', 'one.json'])).status).toBe(0);
    expect(readFileSync(join(at.folder, 'one.json'), 'utf8')).toBe(panelToJson(agencies()));
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
    const { process: child, done } = start(['import', name], at.folder, at.environment);
    while (child.exitCode === null && !(await isStoring())) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect((await done).status).toBeNull();
    expect(await rapport(['export', 'large', '--out', 'out'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('no network'),
    });
    expect((await rapport(['import', name])).status).toBe(0);
    expect((await rapport(['export', 'large', '--out', 'out'])).status).toBe(0);
    expect(readFileSync(join(at.folder, 'out/answers.csv'), 'utf8')).toBe(
      readFileSync(join(at.folder, name, 'answers.csv'), 'utf8'),
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

import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useOperation } from '../testing/operation-bench.ts';

const { at, rapport, elsewhere, inDatabase, imported } = useOperation();
const file = () => join(at.folder, 'data/rapport.db');

describe('rapport restore', () => {
  it('with --force moves the file that is there aside', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    expect(await rapport(['restore', 'one.backup', '--force'])).toMatchObject({ status: 0 });
    expect(readdirSync(join(at.folder, 'data')).filter((name) => name.includes('before-restore'))).toHaveLength(1);
  });

  it('refuses a database that is in use', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    await inDatabase(async () => {
      const restored = await rapport(['restore', 'one.backup', '--force']);
      expect(restored).toMatchObject({ status: 1, err: expect.stringContaining('in use') });
    });
  });

  it('leaves no file of a backup that was changed, and a backup none beside the database', async () => {
    await imported();
    await rapport(['backup', 'one.backup', '--encrypt'], { stdin: 'a passphrase of words\n' });
    expect(readdirSync(join(at.folder, 'data'))).toEqual(['rapport.db']);
    await rapport(['backup', 'two.backup']);
    const damaged = readFileSync(join(at.folder, 'two.backup'));
    damaged.fill(0xa5, damaged.length / 2, damaged.length / 2 + 4096);
    writeFileSync(join(at.folder, 'two.backup'), damaged);
    expect(await rapport(['restore', 'two.backup'], await elsewhere('clean'))).toMatchObject({ status: 1, out: '' });
    expect(readdirSync(join(at.folder, 'clean'))).toEqual([]);
  });
});

describe('rapport doctor', () => {
  const wrong = async () => {
    const { out } = await rapport(['doctor', '--json']);
    const findings = JSON.parse(out) as { check: string; state: string }[];
    return findings.filter(({ state }) => state === 'wrong').map(({ check }) => check);
  };

  it('finds no file at all, and rights that are too wide', async () => {
    expect(await wrong()).toEqual(['database']);
    await imported();
    chmodSync(file(), 0o644);
    expect(await wrong()).toEqual(['files']);
  });

  it('finds a damaged file, and one that is no database', async () => {
    await imported();
    const bytes = readFileSync(file());
    bytes.fill(0xff, 4096 * 3, 4096 * 9);
    writeFileSync(file(), bytes);
    expect(await wrong()).toContain('integrity');
    writeFileSync(file(), 'not a database at all, but long enough to be looked at'.repeat(40));
    expect(await wrong()).toEqual(['database']);
  });
});

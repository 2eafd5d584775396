import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useOperation } from '../testing/operation-bench.ts';

const { at, rapport, imported } = useOperation();

it('a backup goes from PostgreSQL into a SQLite file, and one of that back, with the same panel', async () => {
  const file = { DATABASE_URL: `file:${join(at.folder, 'clean/rapport.db')}` };
  const exported = async (name: string, environment = {}) => {
    await rapport(['export', 'harbour', '--out', name], environment);
    return readFileSync(join(at.folder, name), 'utf8');
  };
  await imported();
  const panel = await exported('before.json');
  expect(await rapport(['backup', 'from-postgres.backup'])).toMatchObject({ status: 0 });
  expect(await rapport(['restore', 'from-postgres.backup'], file)).toMatchObject({ status: 0 });
  expect(await exported('between.json', file)).toBe(panel);
  expect(await rapport(['backup', 'from-sqlite.backup'], file)).toMatchObject({ status: 0 });
  expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 0, out: 'harbour: m-1-1 erased\n' });
  const back = await rapport(['restore', 'from-sqlite.backup', '--force']);
  expect(back).toMatchObject({ status: 0, out: expect.stringContaining('erased again: 1') });
  expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1 });
  expect(await exported('after.json')).not.toBe(panel);
});

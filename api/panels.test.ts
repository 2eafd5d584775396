import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseAt } from '@rapport/db/testing/test-database';
import { readPanelFiles } from '@rapport/surveys/panel-files';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from './testing/run-here.ts';

const panels = fileURLToPath(new URL('../../shared/panels', import.meta.url));
const names = existsSync(panels)
  ? readdirSync(panels, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  : [];

const folder = mkdtempSync(join(tmpdir(), 'rapport-panels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rapport(...args: string[]): Promise<string> {
  const environment = { DATABASE_URL: await databaseAt(join(folder, 'rapport.db')) };
  const { status, out, err } = await runHere(args, { folder, environment });
  expect(status, err).toBe(0);
  return out;
}

const readFolder = (path: string) =>
  readPanelFiles(new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]))).panel;

describe.runIf(names.length > 0).each(names)('the open panel %s', (name) => {
  it('comes out of the database as it went in, with the same analysis', async () => {
    const source = join(panels, name);
    const before = readFolder(source);
    await rapport('import', source);
    await rapport('export', before?.network.slug ?? '', '--out', name);
    expect(readFolder(join(folder, name))).toEqual(before);
    expect(await rapport('analyse', name)).toBe(await rapport('analyse', source));
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from '@rapport/db/testing/engines';
import { analyse } from '@rapport/analytics/analyse';
import { importPanel } from '@rapport/db/import-panel';
import { migrate } from '@rapport/db/migrate';
import { open } from '@rapport/db/open';
import { readPanel } from '@rapport/db/panel';
import { panelToJson } from '@rapport/surveys/panel-files';
import { expect, it } from 'vitest';
import { agencies } from '../testing/agencies.ts';
import { runHere } from '../testing/run-here.ts';

const rapport = (args: string[], folder: string) => runHere(args, { folder });

it('goes to the other engine and back, and says what is wrong with what was typed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-copy-'));
  const servers = await Promise.all(engines.map(({ start }) => start()));
  try {
    const first = `file:${join(folder, 'first.db')}`;
    const db = await open(first);
    await migrate(db);
    await importPanel(db, agencies(), { actor: 'operator', now: new Date('2026-11-10T12:00:00Z') });
    expect(await rapport(['copy', '--from', first, '--to', `file:${join(folder, 'x.db')}`], folder)).toEqual({
      ...{ status: 1, out: '' },
      err: `--from: ${join(folder, 'first.db')} is in use. Stop Rapport first.\n`,
    });
    const { panel: original } = await readPanel(db, 'harbour');
    await db.close();

    const between = await servers.at(-1)?.newDatabase();
    const last = `file:${join(folder, 'last.db')}`;
    const there = await rapport(['copy', '--from', first, '--to', between ?? ''], folder);
    expect(there).toMatchObject({ status: 0, err: '' });
    expect(there.out).toMatch(/^\d+ rows copied and compared; 1 of 1 chains of the audit hold\n$/);
    expect((await rapport(['copy', '--from', between ?? '', '--to', last], folder)).out).toBe(there.out);
    const copy = await open(last);
    const { panel } = await readPanel(copy, 'harbour');
    await copy.close();
    expect(panelToJson(panel)).toBe(panelToJson(original));
    expect(analyse(panel)).toEqual(analyse(original));

    const again = await rapport(['copy', '--from', first, '--to', last], folder);
    expect(again).toMatchObject({ status: 1, out: '' });
    expect(again.err).toMatch(/^rapport: The target holds data already \(1 rows of networks\)/);
    const missing = await rapport(['copy', '--from', 'file:none.db', '--to', last], folder);
    expect(missing).toMatchObject({ status: 1, err: '--from: there is no database at none.db.\n' });
    for (const typed of [
      ['--from', first],
      ['--from', first, '--to', 'mysql://x'],
      ['--from', first, '--to', first],
    ])
      expect((await rapport(['copy', ...typed], folder)).status).toBe(2);
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

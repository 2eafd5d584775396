import { randomBytes } from 'node:crypto';
import type { By } from '@rapport/db/audit';
import { SlugTaken } from '@rapport/db/errors';
import { importPanel } from '@rapport/db/import-panel';
import { listReports, publishReport } from '@rapport/db/reports';
import { grantRole } from '@rapport/db/roles';
import { listNetworks } from '@rapport/db/networks';
import { listWaves } from '@rapport/db/waves';
import { closeOverdue } from '../close.ts';
import type { Services } from '../context.ts';
import { createLog } from '../log.ts';
import { newReport } from '../report.ts';
import { neighbourPanels } from './neighbours.ts';

export const FUNDER = { email: 'funder@rapport.example', name: 'Demo funder' };

/**
 * The demo's funder, granted the demo network and its five neighbours, each with a published report. Without `neighbours` only
 * those that are there already: making them takes some seconds.
 */
export async function seedPortfolio(
  services: Services,
  demo: { slug: string; seed: number; today: string; neighbours: boolean },
  by: By,
  print: (text: string) => void,
): Promise<void> {
  const { db, auth } = services;
  const account =
    (await auth.accountId(FUNDER.email)) ??
    (await auth.createAccount({ ...FUNDER, password: randomBytes(24).toString('base64url') }));
  await grantRole(db, account, demo.slug, 'funder', by);
  if (!demo.neighbours) return;
  const here = new Set((await listNetworks(db)).map(({ slug }) => slug));
  const panels = neighbourPanels(demo);
  for (const [i, panel] of panels.entries()) {
    const { slug } = panel.network;
    if (!here.has(slug)) {
      print(`Preparing a portfolio: network ${i + 1} of ${panels.length}\n`);
      await importPanel(db, panel, by).catch((error: unknown) => {
        // Another process was faster.
        if (!(error instanceof SlugTaken)) throw error;
      });
    }
    await publishLast(services, slug, by);
    await grantRole(db, account, slug, 'funder', by);
  }
}

/** Closes all of its waves as one release and publishes the last, unless it has a report. */
async function publishLast(services: Services, slug: string, by: By): Promise<void> {
  const { db } = services;
  if ((await listReports(db, [slug])).length > 0) return;
  await closeOverdue({ ...services, log: createLog('silent') }, slug);
  const last = (await listWaves(db, slug)).at(-1);
  if (!last) return;
  const { refusals: _, ...report } = await newReport(db, slug, { wave: last.wave, summary: null, now: by.now });
  await publishReport(db, slug, { ...report, wave: last.wave }, by);
}

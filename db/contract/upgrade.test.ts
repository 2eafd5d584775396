import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { listAudit, verifyAudit } from '../audit.ts';
import { readDraft } from '../drafts.ts';
import { eraseMember } from '../erasure.ts';
import { knownMigrations, migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { readPanel } from '../panel.ts';
import { getReport } from '../reports.ts';
import { readResponse, submitResponse } from '../responses.ts';
import { rolesIn } from '../roles.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, byLead } from '../testing/factories.ts';
import { DOCUMENT, fillFirstSchema } from '../testing/first-schema.ts';

const ours = fileURLToPath(new URL('../migrations', import.meta.url));
const released = (JSON.parse(readFileSync(join(ours, 'sqlite/meta/_journal.json'), 'utf8')) as { entries: object[] })
  .entries.length;

/** The migrations up to `count`, as the version that ended with them shipped them. */
async function withMigrations(count: number, run: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-upgrade-'));
  cpSync(ours, folder, { recursive: true });
  for (const engine of ['sqlite', 'pg']) {
    const path = join(folder, engine, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: object[] };
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  }
  await run(folder).finally(() => rmSync(folder, { recursive: true }));
}

/** Everything that was in the first schema's rows, read and written by today's verbs. */
async function expectWhole(db: Db): Promise<void> {
  const { panel, revision } = await readPanel(db, 'old');
  expect(revision).toBe(41);
  expect(panel.network).toMatchObject({ name: 'Old “ports” 網', timezone: 'Asia/Jakarta', minimumCell: 6 });
  expect(panel.members).toMatchObject([
    { member: 'm', name: 'Zoë', email: 'zoe@example.org', left: null },
    { member: 'n', name: null, left: '2026-06-01', person: 'p' },
  ]);
  expect(panel.answers).toEqual([{ wave: 'w', member: 'm', item: 'trust_1', value: 6.123456789012345 }]);
  expect(panel.texts).toMatchObject([{ text: 'Two\nlines' }]);
  const seat = { network: 'old', wave: 'w', member: 'm' };
  expect((await readResponse(db, seat))?.submittedAt).toEqual(new Date('2026-01-15T12:00:00.123Z'));
  expect(await readDraft(db, { ...seat, member: 'n' })).toMatchObject({
    version: 3,
    body: { answers: { trust_1: 2 } },
  });
  expect((await getReport(db, 'old', 'r')).document).toBe(DOCUMENT);
  expect(await rolesIn(db, 'u', 'old')).toEqual(['lead']);
  // From coreutils: printf token-of-a-session | sha256sum
  const token = 'f49b5e32bc89fffd037f1d5246bb6ade5319733636eeb0bdb6525d78cbe13dbc';
  expect(await db.select().from(db.tables.session)).toMatchObject([{ id: 's', token }]);
  const { jobs } = db.tables;
  expect(await db.select().from(jobs).where(eq(jobs.job, 'j'))).toMatchObject([{ payload: { to: 'm' }, doneAt: null }]);

  const options = { instrument: anInstrument(), key: 'k', now: byLead.now };
  await submitResponse(db, seat, { answers: { trust_1: 4 }, ties: {} }, options);
  await eraseMember(db, 'old', 'm', byLead);
  expect((await readPanel(db, 'old')).panel.answers).toEqual([]);
  expect(JSON.stringify(await listAudit(db, 'old'))).not.toContain('"m"');
  expect((await verifyAudit(db, 'old')).broken).toBeNull();
}

onEachEngine((bench) => {
  test.each(Array.from({ length: released }, (_, i) => i + 1))(
    'schema %i of those released goes forward with its rows',
    async (count) => {
      const db = await open(await bench.newDatabase());
      try {
        // The rows are the first schema's; those of later ones are what its migrations made of them.
        await withMigrations(1, (folder) => migrate(db, { folder }));
        await fillFirstSchema(db);
        await withMigrations(count, (folder) => migrate(db, { folder }));
        expect(await migrate(db)).toBe(knownMigrations(db).length - count);
        expect(await db.integrityFaults()).toEqual([]);
        await expectWhole(db);
      } finally {
        await db.close();
      }
    },
  );
});

import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atomic } from '../atomic.ts';
import { verifyAudit } from '../audit.ts';
import { unpackBackup, verifyBackup, writeBackup } from '../backup.ts';
import { copyRows } from '../copy-rows.ts';
import { BackupDamaged } from '../errors.ts';
import { importPanel } from '../import-panel.ts';
import { migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { readPanel } from '../panel.ts';
import { submitResponse } from '../responses.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anAccount, anInstrument, aPanel, aSeat, byLead } from '../testing/factories.ts';

const { now } = byLead;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-backups-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newFile = () => join(folder, `${randomUUID()}.db`);

async function opened<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(url);
  return work(db).finally(() => db.close());
}

onEachEngine((bench) => {
  test('a backup holds every row of every table, and gives the same panel on either engine', async () => {
    const panel = aPanel();
    const { slug } = panel.network;
    await importPanel(bench.db, panel, byLead);
    await anAccount(bench.db);
    const file = newFile();
    const steps: string[] = [];
    const manifest = await writeBackup(bench.db, file, {
      now,
      onProgress: (done, all, what) => steps.push(`${what} ${done === all}`),
    });
    expect(new Set(steps)).toContain('checking true');
    for (const [name, table] of Object.entries(bench.db.tables)) {
      const rows = await bench.db.select().from(table);
      const copied = await opened(`file:${file}`, async (copy) =>
        copy.select().from(copy.tables[name as keyof Db['tables']]),
      );
      const sorted = (all: object[]) => all.map((row) => JSON.stringify(row)).sort();
      expect(sorted(copied), name).toEqual(sorted(rows));
    }
    expect(manifest.tables.members?.rows).toBe((await bench.db.select().from(bench.db.tables.members)).length);

    const before = await readPanel(bench.db, slug);
    const target = await bench.newDatabase();
    await opened(target, async (there) => {
      await migrate(there);
      await opened(`file:${file}`, async (backup) => {
        await unpackBackup(backup);
        await copyRows(backup, there, { clear: true });
        await copyRows(backup, there, { clear: true });
      });
      expect(await readPanel(there, slug)).toEqual(before);
      expect((await verifyAudit(there, slug)).broken).toBeNull();
    });
  });

  test('a backup made while members submit is one moment: as many answers as entries in the audit', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const instrument = anInstrument();
    let going = true;
    const submitting = (async () => {
      for (let i = 0; going; i += 1)
        await submitResponse(
          db,
          seat,
          { answers: { trust_1: 1 + (i % 7) }, ties: {} },
          { instrument, key: `k${i}`, now },
        );
    })();
    try {
      for (let round = 0; round < 4; round += 1) {
        const file = newFile();
        await writeBackup(db, file, { now });
        await opened(`file:${file}`, async (copy) => {
          const { submissionKeys, audit, networks } = copy.tables;
          const keys = await copy.select().from(submissionKeys).where(eq(submissionKeys.network, seat.network));
          const entries = (await copy.select().from(audit).where(eq(audit.chain, seat.network))).filter(
            ({ action }) => action === 'response.submit',
          );
          const [network] = await copy.select().from(networks).where(eq(networks.slug, seat.network));
          expect(keys.length).toBe(entries.length);
          // Six changes made the seat; each submission raises the revision by one.
          expect(network?.revision).toBe(1 + 4 + keys.length);
          expect((await verifyAudit(copy, seat.network)).broken).toBeNull();
        });
      }
    } finally {
      going = false;
      await submitting;
    }
  });

  test('what was changed in a backup is found', async () => {
    const { network } = await aSeat(bench.db);
    const file = newFile();
    await writeBackup(bench.db, file, { now });
    const tampered = async (touch: (db: Db) => Promise<unknown>) => {
      const copy = newFile();
      cpSync(file, copy);
      return opened(`file:${copy}`, async (db) => {
        await touch(db);
        return verifyBackup(db);
      });
    };
    await expect(tampered(async () => undefined)).resolves.toMatchObject({ format: 'rapport-backup/1' });
    await expect(
      tampered((db) =>
        atomic(db, (tx) => [
          tx.update(db.tables.networks).set({ name: 'Other' }).where(eq(db.tables.networks.slug, network)),
        ]),
      ),
    ).rejects.toThrow(/networks are not what they were/);
    await expect(
      tampered((db) =>
        atomic(db, (tx) => [tx.delete(db.tables.members).where(eq(db.tables.members.network, network))]),
      ),
    ).rejects.toThrow(/members has \d+ rows in place of \d+/);
    await expect(tampered((db) => unpackBackup(db))).rejects.toThrow(BackupDamaged);

    // Every row is what it was, but an index leads elsewhere.
    const damaged = newFile();
    cpSync(file, damaged);
    const client = new Database(damaged).unsafeMode();
    client.pragma('writable_schema = ON');
    client.exec(`UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_user')
      WHERE name = 'members_by_organisation'`);
    client.close();
    await expect(opened(`file:${damaged}`, (db) => verifyBackup(db))).rejects.toThrow(BackupDamaged);
  });
});

test('a database that is no backup is refused', async () => {
  const file = newFile();
  await opened(`file:${file}`, (db) => migrate(db));
  await expect(opened(`file:${file}`, (db) => verifyBackup(db))).rejects.toThrow(/no backup of Rapport/);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orphanRows } from './doctor.ts';
import { saveDraft } from './drafts.ts';
import { isInUse } from './in-use.ts';
import { migrate } from './migrate.ts';
import { open } from './open.ts';
import { aSeat, byLead } from './testing/factories.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('rows that belong to nobody are found, however they came about', async () => {
  const file = join(folder, 'rapport.db');
  const db = await open(`file:${file}`);
  await migrate(db);
  const seat = await aSeat(db);
  await saveDraft(db, seat, { seen: 0, body: {}, now: byLead.now });
  expect(await orphanRows(db)).toEqual([]);
  expect(isInUse(file)).toBe(true);
  const byHand = new Database(file);
  byHand.pragma('foreign_keys = OFF');
  byHand.exec("DELETE FROM members WHERE member = 'm'");
  byHand.close();
  expect(await orphanRows(db)).toEqual([{ table: 'drafts', rows: 1 }]);
  expect(await db.integrityFaults()).toEqual(['a row of drafts refers to none of members']);
  await db.close();
  expect(isInUse(file)).toBe(false);
  expect(isInUse(join(folder, 'none.db'))).toBe(false);
});

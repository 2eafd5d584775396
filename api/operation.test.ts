import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listAudit } from '@rapport/db/audit';
import type { Db } from '@rapport/db/open';
import { databaseFiles, testEngine } from '@rapport/db/testing/test-database';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import { describe, expect, it } from 'vitest';
import { closeAndFreeze } from './close.ts';
import { createLog } from './log.ts';
import { agencies } from './testing/agencies.ts';
import { useOperation } from './testing/operation-bench.ts';

const { at, now, rapport, elsewhere, inDatabase, imported } = useOperation();
/** What a command left where it was typed. */
const left = () => readdirSync(at.folder).filter((name) => name !== 'data');

describe('rapport backup and restore', () => {
  it('give the same panel and analysis on a clean machine, byte for byte', async () => {
    await imported();
    expect(await rapport(['backup', 'one.backup'])).toMatchObject({ status: 0, err: '' });
    expect(statSync(join(at.folder, 'one.backup')).mode & 0o077).toBe(0);
    expect(left().sort()).toEqual(['harbour.json', 'one.backup']);
    const there = await elsewhere('clean');
    const restored = await rapport(['restore', 'one.backup'], there);
    expect(restored).toMatchObject({ status: 0, out: expect.stringContaining('erased again: 0') });
    await rapport(['export', 'harbour', '--out', 'before.json']);
    await rapport(['export', 'harbour', '--out', 'after.json'], there);
    expect(readFileSync(join(at.folder, 'after.json'), 'utf8')).toBe(
      readFileSync(join(at.folder, 'before.json'), 'utf8'),
    );
    const analysed = (file: string) => rapport(['analyse', file]).then(({ out }) => out);
    expect(await analysed('after.json')).toBe(await analysed('before.json'));
  });

  it('refuse to overwrite, and do so with --force', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    expect(await rapport(['backup', 'one.backup'])).toMatchObject({ status: 1, out: '' });
    expect(await rapport(['backup', 'one.backup', '--force'])).toMatchObject({ status: 0 });
    expect(await rapport(['restore', 'one.backup'])).toMatchObject({
      status: 1,
      err: expect.stringContaining(' already'),
    });
    await rapport(['network', 'add', 'later', '--name', 'Later']);
    expect(await rapport(['restore', 'one.backup', '--force'])).toMatchObject({ status: 0 });
    expect(await rapport(['export', 'later', '--out', 'x.json'])).toMatchObject({ status: 1 });
  });

  it('refuse a file that is no backup, and one that was changed, and leave nothing of it', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    expect(await rapport(['restore', 'none'])).toMatchObject({ status: 1, err: 'none: there is no such file\n' });
    const clean = await elsewhere('clean');
    expect(await rapport(['restore', 'harbour.json'], clean)).toMatchObject({ status: 1 });
    const bytes = readFileSync(join(at.folder, 'one.backup'));
    for (const place of [0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(bytes.length * part))) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xa5, place, place + 4096);
      writeFileSync(join(at.folder, 'damaged.backup'), damaged);
      expect(await rapport(['restore', 'damaged.backup'], clean), String(place)).toMatchObject({ status: 1, out: '' });
    }
    expect(await rapport(['restore', 'one.backup'], clean)).toMatchObject({ status: 0 });
  });

  it('encrypt under a passphrase, and tell nothing without it', async () => {
    await imported();
    const passphrase = 'a passphrase of words';
    expect(await rapport(['backup', 'one.backup', '--encrypt'], { stdin: 'short\n' })).toMatchObject({ status: 1 });
    expect(await rapport(['backup', 'one.backup', '--encrypt'], { stdin: `${passphrase}\n` })).toMatchObject({
      status: 0,
    });
    expect(readFileSync(join(at.folder, 'one.backup')).includes('person-1-1@example.org')).toBe(false);
    expect(left().sort()).toEqual(['harbour.json', 'one.backup']);
    const clean = await elsewhere('clean');
    expect(await rapport(['restore', 'one.backup'], { ...clean, stdin: 'another passphrase' })).toMatchObject({
      status: 1,
      err: expect.stringContaining('passphrase is wrong'),
    });
    const bytes = readFileSync(join(at.folder, 'one.backup'));
    writeFileSync(join(at.folder, 'cut.backup'), bytes.subarray(0, bytes.length - 4096));
    const withPassphrase = { ...clean, BACKUP_PASSPHRASE: passphrase };
    expect(await rapport(['restore', 'cut.backup'], withPassphrase)).toMatchObject({ status: 1 });
    expect(await rapport(['restore', 'one.backup'], withPassphrase)).toMatchObject({ status: 0 });
    await rapport(['export', 'harbour', '--out', 'after'], clean);
    for (const [name, text] of panelToFiles(agencies()))
      expect(readFileSync(join(at.folder, 'after', name), 'utf8'), name).toBe(text);
  });
});

describe('rapport erase', () => {
  const identifiers = ['Person 1.1', 'person-1-1@example.org', '"m-1-1"', 'm-1-1\u0000', 'm-1-1org'];
  const hits = (of: string[]) =>
    of.flatMap((file) =>
      identifiers.filter((word) => readFileSync(file).includes(word)).map((word) => `${file}: ${word}`),
    );
  const files = () => databaseFiles(at.environment.DATABASE_URL ?? '');

  it('leaves nothing that names the person in the files of the database, in exports or in the audit', async () => {
    await imported();
    await inDatabase(async (db) => {
      const services = { db, clock: () => now(), log: createLog('silent'), threadsOn: null };
      await closeAndFreeze(services, 'harbour', '2026-Q3', { actor: 'operator', now: now() });
    });
    // PostgreSQL does so by itself, and keeps values that it met as samples.
    if (testEngine === 'postgres')
      await inDatabase((db) =>
        db.migration(function* () {
          yield 'ANALYZE';
        }),
      );
    expect(hits(await files()).length, 'the search finds what is there').toBeGreaterThanOrEqual(3);
    const releases = ({ select, tables }: Db) =>
      select({ sha256: tables.releases.sha256 }).from(tables.releases).orderBy(tables.releases.sha256);
    const released = await inDatabase(releases);
    expect(released.length).toBeGreaterThan(0);

    expect(await rapport(['erase', 'PERSON-1-1@example.org', '--dry-run'])).toMatchObject({
      status: 0,
      out: 'harbour: m-1-1 would be erased\n',
    });
    expect(await rapport(['erase', 'PERSON-1-1@example.org'])).toEqual({
      status: 0,
      out: 'harbour: m-1-1 erased\n',
      err: '',
    });
    expect(hits(await files())).toEqual([]);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1, out: '' });

    await inDatabase(async (db) => {
      for (const table of Object.values(db.tables))
        expect(JSON.stringify(await db.select().from(table))).not.toMatch(/m-1-1"|Person 1\.1|person-1-1@/);
      expect((await listAudit(db, 'harbour')).map(({ action }) => action)).toContain('member.erase');
      expect(await releases(db)).toEqual(released);
    });
    await rapport(['export', 'harbour', '--out', 'after.json']);
    expect(readFileSync(join(at.folder, 'after.json'), 'utf8')).not.toMatch(/m-1-1"|Person 1\.1|person-1-1@/);
    expect(await rapport(['doctor'])).toMatchObject({ status: 0 });
  });

  it('says where somebody else has written the name', async () => {
    const panel = agencies();
    panel.events = panel.events.map((event) => ({ ...event, notes: 'Led by Person 1.1' }));
    writeFileSync(join(at.folder, 'harbour.json'), panelToJson(panel));
    await rapport(['import', 'harbour.json']);
    expect((await rapport(['erase', 'm-1-1'])).err).toMatch(/^still named in events harbour ev-1 \(notes\)/);
  });

  it('asks which network is meant where an id is known in several', async () => {
    await imported();
    writeFileSync(join(at.folder, 'other.json'), panelToJson(agencies('other')));
    await rapport(['import', 'other.json']);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1, err: expect.stringContaining('--network') });
    expect(await rapport(['erase', 'm-1-1', '--network', 'other'])).toMatchObject({ out: 'other: m-1-1 erased\n' });
    expect((await rapport(['erase', 'person-2-1@example.org'])).out.split('\n')).toHaveLength(3);
  });

  it('is done again on a backup from before, by a ledger that knows pseudonyms only', async () => {
    at.days -= 1;
    await imported();
    await rapport(['backup', 'before.backup']);
    at.days += 1;
    await rapport(['erase', 'm-1-1']);
    const ledger = readFileSync(join(at.folder, 'data/erasures.jsonl'), 'utf8');
    expect(ledger.trim().split('\n')).toHaveLength(1);
    expect(ledger).not.toMatch(/m-1-1|person/i);
    // The machine burns down; the backup and the ledger were kept elsewhere.
    cpSync(join(at.folder, 'data/erasures.jsonl'), join(at.folder, 'kept.jsonl'));
    rmSync(join(at.folder, 'data'), { recursive: true });
    Object.assign(at.environment, await elsewhere('rebuilt'));
    const restored = await rapport(['restore', 'before.backup', '--ledger', 'kept.jsonl']);
    expect(restored).toMatchObject({ status: 0, out: expect.stringContaining('erased again: 1') });
    expect(hits(await files())).toEqual([]);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1 });
    expect(await rapport(['doctor'])).toMatchObject({ status: 1, err: expect.stringMatching(/^erasures: /) });
    await rapport(['backup', 'after.backup']);
    expect(await rapport(['doctor'])).toMatchObject({ status: 0 });
  });
});

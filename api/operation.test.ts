import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAudit } from '@rapport/db/audit';
import { open, type Db } from '@rapport/db/open';
import { postgresPrograms, startPostgres } from '@rapport/db/testing/postgres-server';
import { panelToFiles, panelToJson } from '@rapport/surveys/panel-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from './cli/run.ts';
import { closeAndFreeze } from './close.ts';
import { createLog } from './log.ts';
import { agencies } from './testing/agencies.ts';
import type { Ran } from './testing/command.ts';

let folder: string;
let environment: Record<string, string>;
let now = '2026-11-10T12:00:00Z';
beforeEach(() => {
  now = '2026-11-10T12:00:00Z';
  folder = mkdtempSync(join(tmpdir(), 'rapport-operation-'));
  environment = { DATABASE_URL: `file:${join(folder, 'data/rapport.db')}`, AUTH_SECRET: 'x'.repeat(40) };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function rapport(args: string[], { stdin = '', ...more }: Record<string, string> = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const status = await runCommand(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    errIsTerminal: false,
    stdin: () => Promise.resolve(stdin),
    stdinIsTerminal: false,
    folder,
    environment: { ...environment, ...more },
    clock: () => new Date(now),
  });
  return { status, out, err };
}

const elsewhere = (name: string) => ({ DATABASE_URL: `file:${join(folder, name, 'rapport.db')}` });

async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(environment.DATABASE_URL ?? '');
  return work(db).finally(() => db.close());
}

async function imported(): Promise<void> {
  writeFileSync(join(folder, 'harbour.json'), panelToJson(agencies()));
  expect(await rapport(['import', 'harbour.json'])).toMatchObject({ status: 0 });
}

describe('rapport backup and restore', () => {
  it('give the same panel and analysis on a clean machine, byte for byte', async () => {
    await imported();
    expect(await rapport(['backup', 'one.backup'])).toMatchObject({ status: 0, err: '' });
    expect(statSync(join(folder, 'one.backup')).mode & 0o077).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['data', 'harbour.json', 'one.backup']);
    const there = elsewhere('clean');
    const restored = await rapport(['restore', 'one.backup'], there);
    expect(restored).toMatchObject({ status: 0, out: expect.stringContaining('erased again: 0') });
    await rapport(['export', 'harbour', '--out', 'before.json']);
    await rapport(['export', 'harbour', '--out', 'after.json'], there);
    expect(readFileSync(join(folder, 'after.json'), 'utf8')).toBe(readFileSync(join(folder, 'before.json'), 'utf8'));
    const analysed = (file: string) => rapport(['analyse', file]).then(({ out }) => out);
    expect(await analysed('after.json')).toBe(await analysed('before.json'));
  });

  it('refuse to overwrite, and with --force move the file that is there aside', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    expect(await rapport(['backup', 'one.backup'])).toMatchObject({ status: 1, out: '' });
    expect(await rapport(['backup', 'one.backup', '--force'])).toMatchObject({ status: 0 });
    expect(await rapport(['restore', 'one.backup'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('is there already'),
    });
    await rapport(['network', 'add', 'later', '--name', 'Later']);
    expect(await rapport(['restore', 'one.backup', '--force'])).toMatchObject({ status: 0 });
    expect(await rapport(['export', 'later', '--out', 'x.json'])).toMatchObject({ status: 1 });
    expect(readdirSync(join(folder, 'data')).filter((name) => name.includes('before-restore'))).toHaveLength(1);
  });

  it('refuse a database that is in use, a file that is no backup, and one that was changed', async () => {
    await imported();
    await rapport(['backup', 'one.backup']);
    await inDatabase(async () => {
      const restored = await rapport(['restore', 'one.backup', '--force']);
      expect(restored).toMatchObject({ status: 1, err: expect.stringContaining('in use') });
    });
    expect(await rapport(['restore', 'none'])).toMatchObject({ status: 1, err: 'none: there is no such file\n' });
    const clean = elsewhere('clean');
    expect(await rapport(['restore', 'harbour.json'], clean)).toMatchObject({ status: 1 });
    const bytes = readFileSync(join(folder, 'one.backup'));
    for (const place of [0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(bytes.length * part))) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xa5, place, place + 4096);
      writeFileSync(join(folder, 'damaged.backup'), damaged);
      expect(await rapport(['restore', 'damaged.backup'], clean), String(place)).toMatchObject({ status: 1, out: '' });
    }
    expect(readdirSync(join(folder, 'clean'))).toEqual([]);
  });

  it('encrypt under a passphrase, and tell nothing without it', async () => {
    await imported();
    const passphrase = 'a passphrase of words';
    expect(await rapport(['backup', 'one.backup', '--encrypt'], { stdin: 'short\n' })).toMatchObject({ status: 1 });
    expect(await rapport(['backup', 'one.backup', '--encrypt'], { stdin: `${passphrase}\n` })).toMatchObject({
      status: 0,
    });
    expect(readFileSync(join(folder, 'one.backup')).includes('person-1-1@example.org')).toBe(false);
    expect(readdirSync(join(folder, 'data'))).toEqual(['rapport.db']);
    const clean = elsewhere('clean');
    expect(await rapport(['restore', 'one.backup'], { ...clean, stdin: 'another passphrase' })).toMatchObject({
      status: 1,
      err: expect.stringContaining('passphrase is wrong'),
    });
    const bytes = readFileSync(join(folder, 'one.backup'));
    writeFileSync(join(folder, 'cut.backup'), bytes.subarray(0, bytes.length - 4096));
    const withPassphrase = { ...clean, BACKUP_PASSPHRASE: passphrase };
    expect(await rapport(['restore', 'cut.backup'], withPassphrase)).toMatchObject({ status: 1 });
    expect(await rapport(['restore', 'one.backup'], withPassphrase)).toMatchObject({ status: 0 });
    await rapport(['export', 'harbour', '--out', 'after'], clean);
    for (const [name, text] of panelToFiles(agencies()))
      expect(readFileSync(join(folder, 'after', name), 'utf8'), name).toBe(text);
  });
});

const programs = postgresPrograms();
describe.skipIf(!programs)('on PostgreSQL', () => {
  it('a backup, a restore and an erasure do the same, and a backup moves between the engines', async () => {
    const server = await startPostgres(programs ?? '');
    try {
      const sqlite = { DATABASE_URL: environment.DATABASE_URL ?? '' };
      await imported();
      await rapport(['backup', 'from-sqlite.backup']);
      environment.DATABASE_URL = await server.newDatabase();
      expect(await rapport(['restore', 'from-sqlite.backup'])).toMatchObject({ status: 0 });
      expect(await rapport(['restore', 'from-sqlite.backup'])).toMatchObject({ status: 1, out: '' });
      expect(await rapport(['restore', 'from-sqlite.backup', '--force'])).toMatchObject({ status: 0 });
      environment.ERASURE_LEDGER = join(folder, 'ledger.jsonl');
      const clocks = { status: 1, err: expect.stringMatching(/^clocks: the database’s server is \d+ s apart/) };
      expect(await rapport(['doctor']), 'the clock of the test stands elsewhere').toMatchObject(clocks);
      now = new Date().toISOString();
      expect(await rapport(['doctor'])).toMatchObject({ status: 0, err: '' });
      expect(await rapport(['backup', 'from-postgres.backup'])).toMatchObject({ status: 0 });
      const there = elsewhere('clean');
      expect(await rapport(['restore', 'from-postgres.backup'], there)).toMatchObject({ status: 0 });
      await rapport(['export', 'harbour', '--out', 'before.json'], sqlite);
      await rapport(['export', 'harbour', '--out', 'after.json'], there);
      expect(readFileSync(join(folder, 'after.json'), 'utf8')).toBe(readFileSync(join(folder, 'before.json'), 'utf8'));
      expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 0, out: 'harbour: m-1-1 erased\n' });
      const restored = await rapport(['restore', 'from-postgres.backup', '--force']);
      expect(restored.out).toContain('erased again: 1');
      expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1 });
    } finally {
      await server.stop();
    }
  });
});

describe('rapport erase', () => {
  const identifiers = ['Person 1.1', 'person-1-1@example.org', '"m-1-1"', 'm-1-1\u0000', 'm-1-1org'];
  const hits = (of: string[]) =>
    of.flatMap((file) =>
      identifiers.filter((word) => readFileSync(file).includes(word)).map((word) => `${file}: ${word}`),
    );
  const files = () => readdirSync(join(folder, 'data')).map((name) => join(folder, 'data', name));

  it('leaves nothing that names the person in the files of the database, in exports or in the audit', async () => {
    await imported();
    await inDatabase(async (db) => {
      const services = { db, clock: () => new Date(now), log: createLog('silent') };
      await closeAndFreeze(services, 'harbour', '2026-Q3', { actor: 'operator', now: new Date(now) });
    });
    expect(hits(files()).length, 'the search finds what is there').toBeGreaterThanOrEqual(3);
    const released = await inDatabase((db) =>
      db.select({ sha256: db.tables.releases.sha256 }).from(db.tables.releases),
    );
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
    expect(hits(files())).toEqual([]);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1, out: '' });

    await inDatabase(async (db) => {
      for (const table of Object.values(db.tables))
        expect(JSON.stringify(await db.select().from(table))).not.toMatch(/m-1-1"|Person 1\.1|person-1-1@/);
      expect((await listAudit(db, 'harbour')).map(({ action }) => action)).toContain('member.erase');
      expect(await db.select({ sha256: db.tables.releases.sha256 }).from(db.tables.releases)).toEqual(released);
    });
    await rapport(['export', 'harbour', '--out', 'after.json']);
    expect(readFileSync(join(folder, 'after.json'), 'utf8')).not.toMatch(/m-1-1"|Person 1\.1|person-1-1@/);
    expect(await rapport(['doctor'])).toMatchObject({ status: 0 });
  });

  it('says where somebody else has written the name', async () => {
    const panel = agencies();
    panel.events = panel.events.map((event) => ({ ...event, notes: 'Led by Person 1.1' }));
    writeFileSync(join(folder, 'harbour.json'), panelToJson(panel));
    await rapport(['import', 'harbour.json']);
    expect((await rapport(['erase', 'm-1-1'])).err).toMatch(/^still named in events harbour ev-1 \(notes\)/);
  });

  it('asks which network is meant where an id is known in several', async () => {
    await imported();
    writeFileSync(join(folder, 'other.json'), panelToJson(agencies('other')));
    await rapport(['import', 'other.json']);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1, err: expect.stringContaining('--network') });
    expect(await rapport(['erase', 'm-1-1', '--network', 'other'])).toMatchObject({ out: 'other: m-1-1 erased\n' });
    expect((await rapport(['erase', 'person-2-1@example.org'])).out.split('\n')).toHaveLength(3);
  });

  it('is done again on a backup from before, by a ledger that knows pseudonyms only', async () => {
    await imported();
    await rapport(['backup', 'before.backup']);
    now = '2026-11-11T12:00:00Z';
    await rapport(['erase', 'm-1-1']);
    const ledger = readFileSync(join(folder, 'data/erasures.jsonl'), 'utf8');
    expect(ledger.trim().split('\n')).toHaveLength(1);
    expect(ledger).not.toMatch(/m-1-1|person/i);
    now = '2026-11-12T12:00:00Z';
    // The machine burns down; the backup and the ledger were kept elsewhere.
    cpSync(join(folder, 'data/erasures.jsonl'), join(folder, 'kept.jsonl'));
    rmSync(join(folder, 'data'), { recursive: true });
    const restored = await rapport(['restore', 'before.backup', '--ledger', 'kept.jsonl']);
    expect(restored).toMatchObject({ status: 0, out: expect.stringContaining('erased again: 1') });
    expect(hits(files())).toEqual([]);
    expect(await rapport(['erase', 'm-1-1'])).toMatchObject({ status: 1 });
    expect(await rapport(['doctor'])).toMatchObject({ status: 1, err: expect.stringMatching(/^erasures: /) });
    await rapport(['backup', 'after.backup']);
    expect(await rapport(['doctor'])).toMatchObject({ status: 0 });
  });
});

describe('rapport doctor', () => {
  const doctor = async (more: Record<string, string> = {}) => {
    const { status, out } = await rapport(['doctor', '--json'], more);
    const findings = JSON.parse(out) as { check: string; state: string; advice?: string }[];
    return { status, wrong: findings.filter(({ state }) => state === 'wrong') };
  };

  it('finds nothing wrong with a sound service, and says what is not set up', async () => {
    await imported();
    const { status, out, err } = await rapport(['doctor']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(
      out
        .split('\n')
        .filter((line) => line.startsWith('note'))
        .map((line) => line.split(/ +/)[1]),
    ).toEqual(['mail', 'backups']);
  });

  it('finds tampering with the audit and with figures', async () => {
    await imported();
    await inDatabase(async (db) => {
      const services = { db, clock: () => new Date(now), log: createLog('silent') };
      await closeAndFreeze(services, 'harbour', '2026-Q3', { actor: 'operator', now: new Date(now) });
      await db.migration(function* () {
        yield "UPDATE audit SET actor = 'somebody else' WHERE chain = 'harbour' AND seq = 2";
        yield "UPDATE releases SET sha256 = '0' WHERE sequence = 1";
      });
    });
    const { status, wrong } = await doctor();
    expect(status).toBe(1);
    expect(wrong.map(({ check }) => check)).toEqual(['reports', 'audit']);
    expect(wrong.every(({ advice }) => advice !== undefined)).toBe(true);
  });

  it('finds an audit that is gone as a whole', async () => {
    await imported();
    await inDatabase((db) =>
      db.migration(function* () {
        yield "DELETE FROM audit WHERE chain = 'harbour'";
        yield "DELETE FROM audit_chains WHERE chain = 'harbour'";
      }),
    );
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['audit']);
  });

  it('finds a clock that went back, tables of another version, and rights that are too wide', async () => {
    await imported();
    now = '2026-11-09T12:00:00Z';
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['clocks']);
    now = '2026-11-10T12:00:01Z';
    chmodSync(join(folder, 'data/rapport.db'), 0o644);
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['files']);
    chmodSync(join(folder, 'data/rapport.db'), 0o600);
    await inDatabase((db) =>
      db.migration(function* () {
        yield "INSERT INTO migrations VALUES (4000000000000, 'later')";
      }),
    );
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['migrations']);
    expect(await rapport(['backup', 'x'])).toMatchObject({ status: 1, err: expect.stringContaining('newer version') });
  });

  it('finds a damaged file, none at all, a mail server that is away, and old backups', async () => {
    expect((await doctor()).wrong).toMatchObject([{ check: 'database' }]);
    await imported();
    expect((await doctor({ SMTP_URL: 'smtp://127.0.0.1:9' })).wrong).toMatchObject([{ check: 'mail' }]);
    expect((await doctor({ BACKUP_DIR: join(folder, 'none') })).wrong).toMatchObject([{ check: 'backups' }]);
    const file = join(folder, 'data/rapport.db');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 3, 4096 * 9);
    writeFileSync(file, bytes);
    expect((await doctor()).wrong.map(({ check }) => check)).toContain('integrity');
    writeFileSync(file, 'not a database at all, but long enough to be looked at'.repeat(40));
    expect((await doctor()).wrong).toMatchObject([{ check: 'database' }]);
  });
});

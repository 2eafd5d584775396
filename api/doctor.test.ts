import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeAndFreeze } from './close.ts';
import { createLog } from './log.ts';
import { useOperation } from './testing/operation-bench.ts';

const { at, rapport, inDatabase, imported } = useOperation();

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
      const services = { db, clock: () => new Date(at.now), log: createLog('silent'), threadsOn: null };
      await closeAndFreeze(services, 'harbour', '2026-Q3', { actor: 'operator', now: new Date(at.now) });
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
    at.now = '2026-11-09T12:00:00Z';
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['clocks']);
    at.now = '2026-11-10T12:00:01Z';
    chmodSync(join(at.folder, 'data/rapport.db'), 0o644);
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['files']);
    chmodSync(join(at.folder, 'data/rapport.db'), 0o600);
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
    expect((await doctor({ BACKUP_DIR: join(at.folder, 'none') })).wrong).toMatchObject([{ check: 'backups' }]);
    const file = join(at.folder, 'data/rapport.db');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 3, 4096 * 9);
    writeFileSync(file, bytes);
    expect((await doctor()).wrong.map(({ check }) => check)).toContain('integrity');
    writeFileSync(file, 'not a database at all, but long enough to be looked at'.repeat(40));
    expect((await doctor()).wrong).toMatchObject([{ check: 'database' }]);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeAndFreeze } from './close.ts';
import { createLog } from './log.ts';
import { useOperation } from './testing/operation-bench.ts';

const { at, now, rapport, inDatabase, imported } = useOperation();

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
      const services = { db, clock: () => now(), log: createLog('silent'), threadsOn: null };
      await closeAndFreeze(services, 'harbour', '2026-Q3', { actor: 'operator', now: now() });
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

  it('finds a clock that went back, and tables of another version', async () => {
    await imported();
    at.days -= 1;
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['clocks']);
    at.days += 1;
    await inDatabase((db) =>
      db.migration(function* () {
        yield "INSERT INTO migrations VALUES (4000000000000, 'later')";
      }),
    );
    expect((await doctor()).wrong.map(({ check }) => check)).toEqual(['migrations']);
    expect(await rapport(['backup', 'x'])).toMatchObject({ status: 1, err: expect.stringContaining('newer version') });
  });

  it('finds a server that is away, a mail server that is, and old backups', async () => {
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect((await doctor(nowhere)).wrong).toMatchObject([{ check: 'database' }]);
    await imported();
    expect((await doctor({ SMTP_URL: 'smtp://127.0.0.1:9' })).wrong).toMatchObject([{ check: 'mail' }]);
    expect((await doctor({ BACKUP_DIR: join(at.folder, 'none') })).wrong).toMatchObject([{ check: 'backups' }]);
  });
});

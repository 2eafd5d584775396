import type { Ledger, Release } from '@rapport/analytics/release';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseMember, listErasures } from '../erasure.ts';
import { ErasedMeanwhile } from '../errors.ts';
import { addMember, listMembers } from '../members.ts';
import { migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { readPanel } from '../panel.ts';
import { freezeRelease } from '../releases.ts';
import { engines } from '../testing/engines.ts';
import { aSeat, byLead } from '../testing/factories.ts';

/** A ledger in which members are known by their ids, as those of analytics hold them. */
const ledgerOf = (members: readonly string[]) =>
  ({
    version: 1,
    method: '1',
    waves: [
      {
        wave: 'w',
        state: 0,
        snapshots: [{ members, persons: {}, prints: members.map(() => 'print') }],
        frozen: { view: {}, held: [] },
      },
    ],
    scales: {},
    changes: [],
    trends: null,
    effects: {},
  }) as unknown as Ledger;

describe.each(engines)('erasure and freezing at once on $engine, over two connections', ({ engine, start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  let one: Db;
  let two: Db;
  beforeAll(async () => {
    server = await start();
    const url = await server.newDatabase();
    [one, two] = [await open(url), await open(url)];
    await migrate(one);
  });
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await server?.stop();
  });

  async function aNetworkOfMany() {
    const { network } = await aSeat(one);
    for (let i = 0; i < 6; i += 1)
      await addMember(one, network, { member: `p-${i}`, organisation: 'a', joined: '2025-01-01' }, byLead);
    return network;
  }
  /** Reads the panel and gives what freezes the figures of everybody in it. */
  async function computed(db: Db, network: string) {
    const { panel, erasures } = await readPanel(db, network);
    const ledger = ledgerOf(panel.members.map(({ member }) => member));
    const release = {} as Release;
    const frozen = { network, audience: 'lead' as const, sequence: 1, wave: 'w', release, ledger, methodVersion: '1' };
    return () => freezeRelease(db, { ...frozen, erasures }, byLead);
  }
  const kept = async (network: string) => {
    const { releases } = one.tables;
    return JSON.stringify(await one.select().from(releases).where(eq(releases.network, network)));
  };

  it('freezes nobody who was erased after the figures were computed', async () => {
    const network = await aNetworkOfMany();
    const freeze = await computed(one, network);
    await eraseMember(two, network, 'p-1', byLead);
    await expect(freeze()).rejects.toThrow(ErasedMeanwhile);
    expect(await kept(network)).toBe('[]');
    await (
      await computed(one, network)
    )();
    expect(await kept(network)).toContain('p-2');
    expect(await kept(network)).not.toContain('p-1"');
  });

  it('leaves no id of an erased member, whichever comes first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const network = await aNetworkOfMany();
      const freeze = await computed(one, network);
      const [frozen, erased] = await Promise.allSettled([
        freeze(),
        new Promise((resolve) => setTimeout(resolve, round % 4)).then(() => eraseMember(two, network, 'p-3', byLead)),
      ]);
      expect(erased.status).toBe('fulfilled');
      if (frozen.status === 'rejected') expect(frozen.reason).toBeInstanceOf(ErasedMeanwhile);
      expect(await kept(network)).not.toContain('p-3');
    }
  });

  // SQLite has one writer at a time.
  it.runIf(engine === 'postgres')('waits for a freeze that has written and not committed', async () => {
    const network = await aNetworkOfMany();
    const freeze = await computed(one, network);
    const { auditChains } = one.tables;
    // Whoever holds the head of the audit's chain keeps both from committing: it is the last that either takes.
    const both = await two.session('write', async (tx) => {
      await tx
        .update(auditChains)
        .set({ seq: sql`${auditChains.seq}` })
        .where(eq(auditChains.chain, network))
        .returning({ seq: auditChains.seq });
      const freezing = freeze();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const erasing = eraseMember(two, network, 'p-3', byLead);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { freezing, erasing };
    });
    await Promise.all([both.freezing, both.erasing]);
    expect(await kept(network)).toContain('p-2');
    expect(await kept(network)).not.toContain('p-3');
  });

  it('forgets everybody of several who are erased at the same time', async () => {
    const network = await aNetworkOfMany();
    await (
      await computed(one, network)
    )();
    const gone = ['p-0', 'p-1', 'p-2', 'p-3', 'p-4'];
    await Promise.all(gone.map((member, i) => eraseMember(i % 2 ? one : two, network, member, byLead)));
    for (const member of gone) expect(await kept(network)).not.toContain(`"${member}"`);
    expect(await kept(network)).toContain('"p-5"');
    expect((await listMembers(one, network)).filter(({ pseudonym }) => pseudonym === null)).toHaveLength(gone.length);
    expect((await listErasures(one)).filter((row) => row.network === network)).toHaveLength(gone.length);
  });
});

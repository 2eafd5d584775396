import { createHash } from 'node:crypto';
import { agencies } from '@rapport/api/testing/agencies';
import { openBench, type Bench } from '@rapport/api/testing/bench';
import { atomic } from '@rapport/db/atomic';
import { eraseMember } from '@rapport/db/erasure';
import { readPanel } from '@rapport/db/panel';
import { freezeRelease, lastRelease } from '@rapport/db/releases';
import { verifyReports } from '@rapport/db/verify-reports';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterAll, beforeAll, expect, it } from 'vitest';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const by = { actor: 'operator', now: new Date('2026-11-11T08:00:00Z') };
const at = (path: string) => `/api/networks/harbour/${path}`;
const shared = async (summary: string) => {
  const published = await bench.call(at('reports'), { json: { wave: '2026-Q3', summary }, as: lead });
  const { report, sha256 } = published.body as { report: string; sha256: string };
  const { url } = (await bench.call(at(`reports/${report}/shares`), { json: {}, as: lead })).body as { url: string };
  return { report, sha256, address: new URL(url).pathname.replace('/r/', '/api/reports/') };
};

it('a published report stays byte for byte what it was, whatever happens to its network', async () => {
  const { db } = bench.services;
  const { address, sha256 } = await shared('As it was.');
  const read = async () => ({
    json: (await bench.call(`${address}.json`)).text,
    csv: (await bench.call(`${address}.csv`)).text,
    page: (await bench.call(address)).text,
  });
  const before = await read();
  const levels = async () => (await readPanel(db, 'harbour')).panel.answers;
  const answersBefore = await levels();

  // A member is erased.
  await eraseMember(db, 'harbour', 'm-1-1', by);
  // Answers to the closed wave come in late: everybody ticked the other end.
  const { responses, networks } = db.tables;
  const answers = pulse1.items.map(({ id }): [string, number] => [id, 7]);
  await atomic(db, (tx) => [tx.update(responses).set({ answers }), tx.update(networks).set({ revision: 1000 })]);
  expect(await levels()).not.toEqual(answersBefore);
  // The method is upgraded: a later version has frozen other figures for the same wave.
  const last = await lastRelease(db, 'harbour', 'funder');
  if (!last) throw new Error('nothing was frozen');
  const { network, audience, wave, ledger } = last;
  const release = { ...last.release, method: '99', waves: last.release.waves.slice(0, 1) } as typeof last.release;
  await freezeRelease(
    db,
    { network, audience, sequence: last.sequence + 1, wave, release, ledger, methodVersion: '99', erasures: 1 },
    by,
  );
  // The network and an agency are called otherwise, and consent is taken back.
  await bench.call(at(''), { method: 'PATCH', json: { name: 'Another name' }, as: lead });
  await bench.call(at('organisations/org-1'), { method: 'PATCH', json: { named: false, name: 'X' }, as: lead });

  expect(await read()).toEqual(before);
  expect(createHash('sha256').update(before.json).digest('hex')).toBe(sha256);
  const checks = await verifyReports(db);
  expect(checks).toMatchObject([{ sha256, found: sha256, fault: null }]);
});

it('of a corrected report the readers are told which one corrects it; its own bytes are the same', async () => {
  await bench.call(at('organisations/org-1'), { method: 'PATCH', json: { named: true }, as: lead });
  const first = await shared('First.');
  const before = await bench.call(`${first.address}.json`);
  expect((await bench.call(first.address)).body).toMatchObject({ replacedBy: null });
  const json = { wave: '2026-Q3', replaces: first.report };
  const { number, report } = (await bench.call(at('reports'), { json, as: lead })).body as {
    number: number;
    report: string;
  };
  expect((await bench.call(first.address)).body).toMatchObject({ replacedBy: number });
  expect((await bench.call(`${first.address}.json`)).text).toBe(before.text);
  // A correction that was withdrawn corrects nothing.
  await bench.call(at(`reports/${report}`), { method: 'DELETE', json: {}, as: lead });
  expect((await bench.call(first.address)).body).toMatchObject({ replacedBy: null });
});

it('a changed byte is found', async () => {
  const { db } = bench.services;
  const { reports } = db.tables;
  await atomic(db, (tx) => [tx.update(reports).set({ document: '{"format":"rapport-report/1"}' })]);
  expect((await verifyReports(db)).every(({ fault }) => fault === 'altered')).toBe(true);
});

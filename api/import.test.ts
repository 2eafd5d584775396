import { listAudit } from '@rapport/db/audit';
import { readPanel } from '@rapport/db/panel';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let as: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  as = await bench.signIn('custodian@example.org', { harbour: ['custodian'] });
});
afterAll(() => bench.close());

const at = (path: string) => `/api/networks/harbour/${path}`;
const csv = { 'content-type': 'text/csv' };
const [first, second] = pulse1.items;
const ITEMS = [first!.id, second!.id];
/** As LimeSurvey exports it, of the quarter that is open. */
const FILE = [`token,Q1[${ITEMS[0]}],Q1[${ITEMS[1]}],mode_org-2,comment`, 'm-1-1,A5,3,2,We met', 'm-3-2,A1,,0,'].join(
  '\n',
);

async function save(change: object = {}, name = 'LimeSurvey') {
  const { body } = await bench.call(at('mappings/guess'), { raw: FILE, headers: csv, as });
  const { mapping } = body as { mapping: object };
  const json = { ...mapping, recode: { '*': { A1: '1', A5: '5' } }, ...change };
  return bench.call(at(`mappings/${name}`), { method: 'PUT', json, as });
}
const send = (query: string, raw = FILE) => bench.call(at(`answers?${query}`), { raw, headers: csv, as });
const panel = async () => (await readPanel(bench.services.db, 'harbour')).panel;

describe('answers from elsewhere', () => {
  it('are guessed, mapped, looked at and added, and the mapping is offered again', async () => {
    const { body } = await bench.call(at('mappings/guess'), { raw: FILE, headers: csv, as });
    expect(body).toMatchObject({
      header: ['token', `Q1[${ITEMS[0]}]`, `Q1[${ITEMS[1]}]`, 'mode_org-2', 'comment'],
      mapping: { member: { column: 'token' }, wave: { always: '2026-Q4' }, columns: { comment: { text: 'comment' } } },
    });
    expect((await save()).status).toBe(204);
    const before = await panel();
    const preview = await send('mapping=LimeSurvey&dryRun=true');
    expect(preview.body).toMatchObject({
      dryRun: true,
      responses: 2,
      answers: 3,
      ties: 2,
      texts: 1,
      faults: [],
      ignored: [],
    });
    expect(await panel()).toEqual(before);

    expect((await send('mapping=LimeSurvey')).status).toBe(201);
    const after = await panel();
    const seat = { wave: '2026-Q4', member: 'm-1-1' };
    expect(after.answers.slice(before.answers.length)).toEqual([
      { ...seat, item: ITEMS[0], value: 5 },
      { ...seat, item: ITEMS[1], value: 3 },
      { wave: '2026-Q4', member: 'm-3-2', item: ITEMS[0], value: 1 },
    ]);
    expect(after.texts).toEqual([{ ...seat, question: 'comment', text: 'We met' }]);
    const [entry] = (await listAudit(bench.services.db, 'harbour')).slice(-1);
    expect(entry).toMatchObject({ action: 'answers.import', detail: { responses: 2, waves: ['2026-Q4'] } });
    expect((await bench.call(at('mappings'), { as })).body).toMatchObject({ mappings: [{ name: 'LimeSurvey' }] });
  });

  it('replace nobody’s: the same file again changes nothing and says why', async () => {
    const before = await panel();
    const again = await send('mapping=LimeSurvey');
    expect(problemOf(again)).toBe('422 invalid-values');
    expect(again.text).toContain('has answered 2026-Q4 already');
    expect(await panel()).toEqual(before);
  });

  it('are taken all or none: one fault at its line, and nothing is written', async () => {
    const before = await panel();
    const lines = `token,Q1[${ITEMS[0]}],Q1[${ITEMS[1]}],mode_org-2,comment\nm-2-1,A5,,,\nm-4-1,A9,,,`;
    const preview = await send('mapping=LimeSurvey&dryRun=true', lines);
    expect((preview.body as { faults: object[] }).faults).toEqual([
      { row: 3, column: `Q1[${ITEMS[0]}]`, message: 'is "A9", not a number: recode it, or call it missing' },
    ]);
    expect(problemOf(await send('mapping=LimeSurvey', lines))).toBe('422 invalid-values');
    expect(await panel()).toEqual(before);
  });

  it('are a custodian’s to add, since who knows some answers could work out others', async () => {
    const lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
    expect(
      problemOf(await bench.call(at('answers?mapping=LimeSurvey'), { raw: FILE, headers: csv, as: lead })),
    ).toMatch(/^403/);
    expect(problemOf(await bench.call(at('mappings'), { as: lead }))).toMatch(/^403/);
  });

  it('need a mapping that was saved', async () => {
    expect(problemOf(await send('mapping=nothing'))).toMatch(/^404/);
    expect((await save({ format: 'other' }, 'broken')).status).toBe(422);
  });
});

import { describe, expect, test } from 'vitest';
import { smallPanel } from './testing/small-panel.ts';
import { guessMapping, readWide, wideHeader } from './wide-import.ts';
import { wideMappingSchema, type WideMapping } from './wide-mapping.ts';

/** The network without the answers of its second wave. */
const panel = () => {
  const whole = smallPanel();
  const first = <Row extends { wave: string }>(rows: Row[]) => rows.filter(({ wave }) => wave === 'w1');
  return { ...whole, answers: first(whole.answers), ties: first(whole.ties), texts: first(whole.texts) };
};
const mapping = (changes: Partial<WideMapping> = {}): WideMapping => ({
  format: 'rapport-mapping/1',
  member: { column: 'token', by: 'member' },
  wave: { column: 'redcap_event_name', values: { event_2_arm_1: 'w2' } },
  columns: {
    'G1[t1]': { item: 't1' },
    'G1[t2]': { item: 't2' },
    mode_a: { tie: 'mode', organisation: 'a' },
    mode_b: { tie: 'mode', organisation: 'b' },
    said: { text: 'comment' },
  },
  recode: { 'G1[t1]': { A7: '7', A1: '1' } },
  missing: ['N/A'],
  ...changes,
});
const HEAD = 'token,redcap_event_name,G1[t1],G1[t2],mode_a,mode_b,said,submitdate';
const read = (lines: string[], changes: Partial<WideMapping> = {}) =>
  readWide([HEAD, ...lines].join('\n'), mapping(changes), panel(), { today: '2026-01-01' });

describe('a wide file', () => {
  test('becomes responses: recoded, missing left out, what is not mapped passed over', () => {
    const { responses, faults, ignored } = read([
      'a2,event_2_arm_1,A7,2.5,,3,"It helped, really",2024-05-03',
      'b1,event_2_arm_1,N/A,,2,,,',
    ]);
    expect(faults).toEqual([]);
    expect(ignored).toEqual(['submitdate']);
    const [a2, b1] = [
      { wave: 'w2', member: 'a2' },
      { wave: 'w2', member: 'b1' },
    ];
    expect(responses).toEqual([
      {
        ...a2,
        answers: [
          { ...a2, item: 't1', value: 7 },
          { ...a2, item: 't2', value: 2.5 },
        ],
        ties: [{ ...a2, organisation: 'b', question: 'mode', value: 3 }],
        texts: [{ ...a2, question: 'comment', text: 'It helped, really' }],
      },
      { ...b1, answers: [], ties: [{ ...b1, organisation: 'a', question: 'mode', value: 2 }], texts: [] },
    ]);
  });

  test('names every fault at its line and column, and what is wrong with it', () => {
    const { faults } = read([
      'nobody,event_2_arm_1,A7,,,,,',
      'a2,event_9,A7,,,,,',
      'a2,event_2_arm_1,eight,11,,,,',
      '',
      'a2,event_2_arm_1,8,,1,9,,',
      'b1,event_2_arm_1,1.5,,,,,',
      'a1,w1,A7,,,,,',
      'a2,w1,A7,,,,,',
    ]);
    expect(faults.map(({ row, column, message }) => [row, column, message])).toEqual([
      [2, 'token', '"nobody" is nobody in the network'],
      [3, 'redcap_event_name', '"event_9" is no wave of the network'],
      [4, 'G1[t1]', 'is "eight", not a number: recode it, or call it missing'],
      [4, 'G1[t2]', 'is 11, not from 0 to 10'],
      [6, 'token', 'answers w2 on line 4 too'],
      [6, 'G1[t1]', 'is 8, not from 1 to 7'],
      [6, 'mode_a', `rates "a", the member's own agency; leave it empty`],
      [6, 'mode_b', 'is 9, not from 0 to 3'],
      [7, 'G1[t1]', 'is 1.5, not a whole number'],
      [8, 'token', 'has answered w1 already'],
      [9, 'token', '"a2" was not in the network when w1 opened'],
    ]);
  });

  test('is not read by a mapping that does not fit the file or the network', () => {
    const { faults, responses } = read(['a2,event_2_arm_1,A7,,,,,'], {
      wave: { column: 'when', values: { x: 'w9' } },
      columns: { gone: { item: 't1' }, said: { text: 'nothing' }, mode_a: { tie: 'mode', organisation: 'z' } },
    });
    expect(responses).toEqual([]);
    expect(faults.map(({ column, message }) => [column, message])).toEqual([
      ['when', 'is not in the file'],
      ['gone', 'is not in the file'],
      [null, '"w9" is no wave of the network'],
      ['said', `"nothing" is no question of this network's survey`],
      ['mode_a', '"z" is no agency of the network'],
    ]);
  });

  test('may name people by their address, separate by semicolons, begin with a byte order mark, and be of one wave', () => {
    const text = '\uFEFFE-Mail;t1\r\nANI@example.org;4\r\n';
    const one = mapping({
      member: { column: 'E-Mail', by: 'email' },
      wave: { always: 'w2' },
      columns: { t1: { item: 't1' } },
      recode: {},
    });
    const { responses, faults } = readWide(text, one, panel(), { today: '2026-01-01' });
    expect(faults).toEqual([]);
    expect(responses.map(({ wave, member, answers }) => [wave, member, answers[0]?.value])).toEqual([['w2', 'a1', 4]]);
  });

  test('takes nothing for a wave that has not opened', () => {
    const { faults } = readWide([HEAD, 'a2,w2,A7,,,,,'].join('\n'), mapping(), panel(), { today: '2024-03-01' });
    expect(faults.map(({ message }) => message)).toEqual(['w2 has not opened yet']);
  });
});

test('a first guess finds questions as LimeSurvey and REDCap name them', () => {
  const header = wideHeader('record_id,redcap_event_name,G01[t1],t2,mode_b,comment,zip\n1,x,1,1,1,1,1');
  const guess = guessMapping(header, panel());
  expect(wideMappingSchema.parse(guess)).toEqual(guess);
  expect(guess).toMatchObject({
    member: { column: 'record_id', by: 'member' },
    wave: { column: 'redcap_event_name' },
    columns: {
      'G01[t1]': { item: 't1' },
      t2: { item: 't2' },
      mode_b: { tie: 'mode', organisation: 'b' },
      comment: { text: 'comment' },
    },
  });
  expect(guess.columns).not.toHaveProperty('zip');
});

test('a guess takes a code between the last brackets, and is done at once with a file of brackets alone', () => {
  const found = (name: string) => guessMapping(['id', name], panel()).columns[name];
  for (const name of ['t1', '[t1]', 'G[1][t1]', 'G]01[t1]']) expect(found(name), name).toEqual({ item: 't1' });
  for (const name of ['[]', '[[t1]', 't1]', 'G01[t1] ', 'G01[t1][]', 'G01[t2[t1]'])
    expect(found(name), name).toBeUndefined();
  const started = performance.now();
  guessMapping(['['.repeat(1_000_000)], panel());
  expect(performance.now() - started).toBeLessThan(10_000);
});

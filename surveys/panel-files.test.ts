import { describe, expect, test } from 'vitest';
import { pulse1 } from './instruments/pulse-1.ts';
import { faultText } from './faults.ts';
import { panelToFiles, readPanelFiles } from './panel-files.ts';
import { smallPanel } from './testing/small-panel.ts';

const encoder = new TextEncoder();

/** The small panel's folder, with some of its files written anew; null takes a file away. */
const folder = (changes: Record<string, string | Uint8Array | null> = {}): Map<string, Uint8Array> => {
  const files = new Map<string, string | Uint8Array>(panelToFiles(smallPanel()));
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) files.delete(name);
    else files.set(name, content);
  }
  return new Map(
    [...files].map(([name, content]) => [name, typeof content === 'string' ? encoder.encode(content) : content]),
  );
};

const faultsIn = (changes: Record<string, string | Uint8Array | null>): string[] => {
  const { panel, faults } = readPanelFiles(folder(changes));
  expect(panel).toBeUndefined();
  return (faults ?? []).map(faultText);
};

const MEMBERS = 'member,organisation,name,email,joined,left\n';
const ANSWERS = 'wave,member,item,value\n';

describe('readPanelFiles', () => {
  test('names ten planted faults, each with file, row and column, and gives nothing', () => {
    const faults = readPanelFiles(
      folder({
        'organisations.csv':
          'organisation,name,joined,left\na,"Agency A, with a\nline break",2024-01-01,\nb,=cmd()|calc,2024-01-01,\n',
        'members.csv': `${MEMBERS}a1,a,,,2024-01-01,\na2,a,,,2024-02-30,\nb1,b,,,2024-01-01,\nc1,b,,,2024-04-01,\n`,
        'waves.csv': 'wave,label,opens,closes\nw1,First,2024-02-01,2024-01-31\nw2,Second,2024-05-01,2024-05-14\n',
        'answers.csv': `${ANSWERS}w1,a1,t1,8\nw1,nobody,t1,3\nw2,a2,t1,2\nw1,b1,t1,5\nw1,b1,t1,5\nw1,c1,t1,4\n`,
        'ties.csv': 'wave,member,question,value\nw1,a1,mode,1\n',
        'texts.csv': new Uint8Array([...encoder.encode('wave,member,question,text\nw1,a1,comment,caf'), 0xe9, 0x0a]),
        'declarations.csv': null,
      }),
    ).faults?.map(({ file, row, column }) => `${file} ${row ?? '-'} ${column ?? '-'}`);
    expect(faults?.sort()).toEqual(
      [
        'organisations.csv 4 name', // formula-like, on line 4 because line 2 goes on to line 3
        'members.csv 3 joined', // no such day
        'waves.csv 2 closes', // closes before it opens
        'answers.csv 2 value', // out of range
        'answers.csv 3 member', // unknown member
        'answers.csv 6 item', // the same row twice
        'answers.csv 7 member', // outside membership
        'ties.csv 1 organisation', // missing column
        'texts.csv 2 -', // not UTF-8
        'declarations.csv - -', // missing file
      ].sort(),
    );
  });

  test('reads the same panel with a byte order mark, CR LF, empty lines and quotes around everything', () => {
    const rewritten = [...panelToFiles(smallPanel())].map(([name, text]): [string, string] => {
      if (!name.endsWith('.csv') || name === 'texts.csv' || name === 'goals.csv' || name === 'events.csv')
        return [name, text];
      const quoted = name === 'answers.csv' ? text.replace(/[^,\n]+/g, '"$&"') : text;
      return [name, `\uFEFF${quoted.replaceAll('\n', '\r\n')}\r\n\r\n`];
    });
    expect(readPanelFiles(folder(Object.fromEntries(rewritten))).panel).toEqual(smallPanel());
  });

  test('reads numbers and truth as R and spreadsheets write them', () => {
    const { panel } = readPanelFiles(
      folder({
        'answers.csv': `${ANSWERS}w1,a1,t1,4.0\nw1,a1,t2,1e-7\nw2,a1,t2,+.5\nw2,a2,t1,07\nw2,b1,t2,-0\n`,
        'ties.csv': 'wave,member,organisation,question,value,carried\nw1,a1,b,mode,3.0,TRUE\nw2,a1,b,mode,1,0\n',
      }),
    );
    expect(panel?.answers.map(({ value }) => value)).toEqual([4, 1e-7, 0.5, 7, 0]);
    expect(Object.is(panel?.answers[4]?.value, 0)).toBe(true);
    expect(panel?.ties.map(({ value, carried }) => [value, carried])).toEqual([
      [3, true],
      [1, false],
    ]);
  });

  test('takes columns in any order', () => {
    const { panel } = readPanelFiles(folder({ 'answers.csv': 'value,item,member,wave\n4,t1,a1,w1\n' }));
    expect(panel?.answers).toEqual([{ wave: 'w1', member: 'a1', item: 't1', value: 4 }]);
  });

  test('sorts waves by opening and says which files are no part of a panel', () => {
    const waves = 'wave,label,opens,closes\nw2,Second,2024-05-01,2024-05-14\nw1,First,2024-02-01,2024-02-14\n';
    const { panel, ...rest } = readPanelFiles(folder({ 'waves.csv': waves, 'notes.txt': 'x', 'goal.csv': 'x' }));
    expect(panel).toEqual(smallPanel());
    expect(rest).toEqual({ ignored: ['notes.txt', 'goal.csv'] });
  });

  test.each<[string, Record<string, string | Uint8Array | null>, string[]]>([
    [
      'an unknown column',
      { 'answers.csv': 'wave,member,item,value,when\nw1,a1,t1,4,x\n' },
      ['answers.csv, row 1, when: is not a column of this table'],
    ],
    [
      'a column twice',
      { 'answers.csv': 'wave,member,item,value,value\nw1,a1,t1,4,4\n' },
      ['answers.csv, row 1, value: is there twice'],
    ],
    ['an empty file', { 'answers.csv': '' }, ['answers.csv: is empty; its first line must be wave,member,item,value']],
    [
      'semicolons',
      { 'answers.csv': 'wave;member;item;value\nw1;a1;t1;4\n' },
      ['answers.csv, row 1: separates its cells by semicolons or tabs; save it with commas'],
    ],
    [
      'a row that is too short',
      { 'answers.csv': `${ANSWERS}w1,a1,t1\n` },
      ['answers.csv, row 2: has 3 cells, the header has 4'],
    ],
    [
      'a quote left open',
      { 'answers.csv': `${ANSWERS}w1,a1,t1,4\nw1,"a1,t2,4\nw2,a1,t1,4\n` },
      ['answers.csv, row 3: opens a quote that is never closed; the rest of the file was not read'],
    ],
    [
      'a decimal comma',
      { 'answers.csv': `${ANSWERS}w1,a1,t2,"1,5"\n` },
      ['answers.csv, row 2, value: is "1,5", not a number; decimals have a point, missing is an empty cell'],
    ],
    ['a missing answer as a row', { 'answers.csv': `${ANSWERS}w1,a1,t1,\n` }, ['answers.csv, row 2, value: is empty']],
    ['no member in a row', { 'answers.csv': `${ANSWERS}w1,,t1,4\n` }, ['answers.csv, row 2, member: is empty']],
    [
      'half a rating',
      { 'ties.csv': 'wave,member,organisation,question,value\nw1,a1,b,mode,1.5\n' },
      ['ties.csv, row 2, value: is 1.5, not a whole number'],
    ],
    [
      'a kind of event that there is not',
      { 'events.csv': 'event,kind,title,starts,ends,notes\ne1,party,Fun,2024-03-02,,\n' },
      ['events.csv, row 2, kind: is "party", not one of workshop, procedure, meeting, agreement, external, outcome'],
    ],
    [
      'UTF-16',
      { 'goals.csv': new Uint8Array([0xff, 0xfe, 0x66, 0x00]) },
      ['goals.csv, row 1: is encoded as UTF-16; save it as UTF-8'],
    ],
    ['no network', { 'network.json': null }, ['network.json: is missing']],
    ['no instrument', { 'instrument.json': null }, ['instrument.json: is missing: network.json names it']],
    [
      'an instrument that is not JSON',
      { 'instrument.json': '{\n"id": "small",\n}' },
      [expect.stringMatching(/^instrument\.json, row 3: is not JSON: /) as unknown as string],
    ],
    [
      'an instrument that is at fault',
      { 'instrument.json': JSON.stringify({ id: 'small', version: 0, title: { en: 'x' }, scales: [], items: [] }) },
      ['instrument.json, version: Too small: expected number to be >=1'],
    ],
    [
      'an organisation at fault, and no echo of it',
      { 'organisations.csv': 'organisation,name,joined,left\na,A,2024,\nb,B,2024-01-01,\n' },
      ['organisations.csv, row 2, joined: is "2024", not a date such as 2026-01-31'],
    ],
    ['no members, and no echo of it', { 'members.csv': null }, ['members.csv: is missing']],
    [
      'a torn row of a member, and no echo of it',
      { 'members.csv': `${MEMBERS}a1,a,,\na2,a,,,2024-03-01,\nb1,b,,,2024-01-01,\n` },
      ['members.csv, row 2: has 4 cells, the header has 6'],
    ],
    [
      'the built-in instrument in other words',
      {
        'instrument.json': JSON.stringify({ ...pulse1, title: { en: 'My pulse' } }),
        'answers.csv': ANSWERS,
        'ties.csv': 'wave,member,organisation,question,value\n',
      },
      ['instrument.json, version: pulse@1 is built in and reads otherwise; give yours another id or version'],
    ],
    [
      'members without names for them, and no echo of it',
      { 'members.csv': 'organisation,name,email,joined,left\na,,,2024-01-01,\n' },
      ['members.csv, row 1, member: is missing: the file has no such column'],
    ],
    [
      'a wave that opens on no day, and still its answers out of range',
      {
        'waves.csv': 'wave,label,opens,closes\nw1,First,soon,2024-02-14\nw2,Second,2024-05-01,2024-05-14\n',
        'answers.csv': `${ANSWERS}w1,a1,t1,9\n`,
      },
      [
        'waves.csv, row 2, opens: is "soon", not a date such as 2026-01-31',
        'answers.csv, row 2, value: is 9; t1 goes from 1 to 7',
      ],
    ],
  ])('names %s', (_, changes, expected) => {
    expect(faultsIn(changes)).toEqual(expected);
  });

  test.each([
    ['format', { format: 'rapport-panel/2' }, 'network.json, format: Invalid input: expected "rapport-panel/1"'],
    ['slug', { slug: 'Not This' }, 'network.json, slug: lower-case letters, digits and hyphens, at most 63'],
    ['time zone', { timezone: 'Mars/Olympus' }, 'network.json, timezone: is not an IANA time zone'],
    ['cell below five', { minimumCell: 4 }, 'network.json, minimumCell: Too small: expected number to be >=5'],
    ['key that is misspelt', { minimumcell: 8 }, 'network.json, minimumcell: is not part of the format'],
    [
      'instrument from nowhere',
      { instrument: 'other@2' },
      'network.json, instrument: is "other@2", neither built in nor beside the panel',
    ],
  ])('names a network with a wrong %s', (_, change, expected) => {
    const network = { ...smallPanel().network, instrument: 'instrument.json', ...change };
    expect(faultsIn({ 'network.json': JSON.stringify(network) })).toEqual([expected]);
  });

  test('says how far it is', () => {
    const steps: [number, number, string][] = [];
    readPanelFiles(folder(), (done, total, what) => steps.push([done, total, what]));
    expect(steps.map(([, , what]) => what)).toEqual([
      ...[
        'organisations',
        'members',
        'waves',
        'answers',
        'ties',
        'texts',
        'events',
        'event_organisations',
        'goals',
      ].map((table) => `${table}.csv`),
      'declarations.csv',
      'check',
    ]);
    expect(steps.every(([done, total]) => done <= total)).toBe(true);
    expect(steps.slice(-2).every(([done, total]) => done === total)).toBe(true);
  });
});

describe('panelToFiles', () => {
  test('leaves out optional files and columns that hold nothing, and keeps the headers of the others', () => {
    const bare = smallPanel({
      organisations: smallPanel().organisations.map(({ named: _, ...row }) => row),
      texts: [],
      ties: [],
      events: [],
      event_organisations: [],
      goals: [],
      declarations: [],
    });
    const files = panelToFiles(bare);
    expect([...files.keys()]).toEqual([
      'network.json',
      'instrument.json',
      ...['organisations', 'members', 'waves', 'answers', 'ties', 'events', 'declarations'].map(
        (table) => `${table}.csv`,
      ),
    ]);
    expect(files.get('organisations.csv')?.split('\n')[0]).toBe('organisation,name,joined,left');
    expect(files.get('ties.csv')).toBe('wave,member,organisation,question,value\n');
    expect(files.get('members.csv')?.split('\n')[0]).toBe('member,organisation,name,email,joined,left,language,person');
  });

  test("guards people's own words against spreadsheets, and nothing else", () => {
    const files = panelToFiles(smallPanel());
    expect(files.get('texts.csv')).toBe(
      `wave,member,question,text\nw1,a1,comment,"'=first line\r\n""second"", line"\n`,
    );
    expect(files.get('events.csv')).toContain(`"'- talk\n- lunch"`);
    expect(files.get('members.csv')).not.toContain("'");
  });
});

import { describe, expect, test } from 'vitest';
import { FAULT_LIMIT, faultText } from './faults.ts';
import { checkPanel } from './panel-check.ts';
import type { Panel } from './panel.ts';
import { pulse1 } from './instruments/pulse-1.ts';
import { smallInstrument, smallPanel } from './testing/small-panel.ts';

/** `table row column` of each fault after a change to a copy of the small panel. */
const faultsAfter = (change: (panel: Panel) => void): string[] => {
  const panel = structuredClone(smallPanel());
  change(panel);
  return checkPanel(panel).map(({ file, row, column }) => [file, row ?? '-', column].join(' '));
};

const answer = (changes: object = {}) => ({ wave: 'w1', member: 'b1', item: 't1', value: 4, ...changes });
const rating = (changes: object = {}) => ({
  wave: 'w1',
  member: 'b1',
  organisation: 'a',
  question: 'mode',
  value: 1,
  ...changes,
});

describe('checkPanel', () => {
  test('finds nothing in a panel that is right', () => {
    expect(checkPanel(smallPanel())).toEqual([]);
  });

  test.each<[string, (panel: Panel) => void, string[]]>([
    ['an unknown organisation', (p) => (p.members[1]!.organisation = 'z'), ['members 2 organisation']],
    ['an unknown member', (p) => p.answers.push(answer({ member: 'z' })), ['answers 5 member']],
    ['an unknown wave', (p) => p.answers.push(answer({ wave: 'z' })), ['answers 5 wave']],
    ['an unknown item', (p) => p.answers.push(answer({ item: 'z' })), ['answers 5 item']],
    ['a value above the range', (p) => p.answers.push(answer({ value: 8 })), ['answers 5 value']],
    ['a value below the range', (p) => p.answers.push(answer({ value: 0 })), ['answers 5 value']],
    ['half a point', (p) => p.answers.push(answer({ value: 4.5 })), ['answers 5 value']],
    ['an answer twice', (p) => p.answers.push(answer(), answer({ value: 5 })), ['answers 6 item']],
    ['an answer before the member joined', (p) => p.answers.push(answer({ member: 'a2' })), ['answers 5 member']],
    [
      'an answer on the day the member left',
      (p) => {
        p.members[2]!.left = '2024-05-01';
      },
      ['answers 4 member', 'ties 2 member', 'ties 3 member'],
    ],
    ['a tie to an unknown organisation', (p) => p.ties.push(rating({ organisation: 'z' })), ['ties 4 organisation']],
    ['a tie to oneself', (p) => p.ties.push(rating({ organisation: 'b' })), ['ties 4 organisation']],
    ['an unknown tie question', (p) => p.ties.push(rating({ question: 't1' })), ['ties 4 question']],
    ['a rating out of range', (p) => p.ties.push(rating({ value: 4 })), ['ties 4 value']],
    ['half a rating', (p) => p.ties.push(rating({ value: 1.5 })), ['ties 4 value']],
    ['a rating twice', (p) => p.ties.push(rating(), rating()), ['ties 5 question']],
    [
      'an open answer to no question',
      (p) => p.texts.push({ wave: 'w1', member: 'b1', question: 'mode', text: 'x' }),
      ['texts 2 question'],
    ],
    ['a wave that closes before it opens', (p) => (p.waves[1]!.closes = '2024-04-30'), ['waves 2 closes']],
    ['a wave that opens while another is open', (p) => (p.waves[0]!.closes = '2024-05-01'), ['waves 2 opens']],
    ['a wave with an instrument from nowhere', (p) => (p.waves[1]!.instrument = 'z@1'), ['waves 2 instrument']],
    ['a network with an instrument from nowhere', (p) => (p.network.instrument = 'z@1'), ['network - instrument']],
    [
      'a member who left before joining',
      (p) => (p.members[1]!.left = '2024-02-28'),
      ['answers 3 member', 'members 2 left'],
    ],
    [
      'an organisation that left before joining',
      (p) => (p.organisations[0]!.left = '2023-12-31'),
      ['organisations 1 left'],
    ],
    ['an organisation twice', (p) => p.organisations.push(p.organisations[0]!), ['organisations 3 organisation']],
    ['an event that ends before it starts', (p) => (p.events[0]!.ends = '2024-03-01'), ['events 1 ends']],
    ['guests of no event', (p) => (p.event_organisations[0]!.event = 'z'), ['event_organisations 1 event']],
    [
      'no guest of an event',
      (p) => (p.event_organisations[0]!.organisation = 'z'),
      ['event_organisations 1 organisation'],
    ],
    ['a declared mode that is not to be had', (p) => (p.declarations[0]!.mode = 'love'), ['declarations 1 mode']],
    ['two declarations at once', (p) => p.declarations.push(p.declarations[0]!), ['declarations 2 by']],
    ['the same goals twice', (p) => p.goals.push(p.goals[0]!), ['goals 2 text']],
    ['a name that is a formula', (p) => (p.organisations[0]!.name = '=1+1'), ['organisations 1 name']],
    ['a person named as a formula', (p) => (p.members[0]!.name = '@cmd'), ['members 1 name']],
    ['a label that is a formula', (p) => (p.waves[0]!.label = '+1'), ['waves 1 label']],
    ['a title that is a formula', (p) => (p.events[0]!.title = '\t-1'), ['events 1 title']],
    [
      'a built-in key with other words',
      (p) => p.instruments.push({ ...pulse1, title: { en: 'Mine' } }),
      ['instruments - version'],
    ],
  ])('names %s', (_, change, expected) => {
    expect(faultsAfter(change).sort()).toEqual(expected);
  });

  test.each<[string, (panel: Panel) => void]>([
    ['a rating of an organisation outside its span', (p) => (p.organisations[1]!.left = '2024-01-15')],
    ['a decimal where the item takes decimals', (p) => (p.answers[1]!.value = 0.1 + 0.2)],
    ['several goals from one day', (p) => p.goals.push({ from: '2024-01-01', text: 'Another' })],
    ['two declarations by two', (p) => p.declarations.push({ ...p.declarations[0]!, by: 'network' })],
    ['waves in another order', (p) => p.waves.reverse()],
    ['a wave of one day', (p) => (p.waves[1]!.closes = '2024-05-01')],
    [
      'a member who left on the day of joining',
      (p) => (p.members[0] = { ...p.members[0]!, member: 'x', left: '2024-01-01' }),
    ],
    ['ids that look like a formula', (p) => p.organisations.push({ ...p.organisations[0]!, organisation: '-1' })],
    ['open words that look like a formula', (p) => (p.texts[0]!.text = '=1')],
    ['the built-in instrument as it is', (p) => p.instruments.push(structuredClone(pulse1))],
    [
      'declarations without readiness to measure them by',
      (p) => {
        p.instruments = [smallInstrument({ readiness: undefined })];
        p.declarations[0]!.mode = 'anything';
      },
    ],
  ])('lets pass %s', (name, change) => {
    const panel = structuredClone(smallPanel());
    change(panel);
    // The replaced member's answers go with it.
    if (name.includes('left on the day')) panel.answers = panel.answers.filter((row) => row.member !== 'a1');
    if (name.includes('left on the day')) panel.ties = panel.ties.filter((row) => row.member !== 'a1');
    if (name.includes('left on the day')) panel.texts = [];
    expect(checkPanel(panel)).toEqual([]);
  });

  test('judges a wave by its own instrument', () => {
    const other = smallInstrument({
      id: 'other',
      items: [{ id: 't1', scale: 'trust', min: 0, max: 1, text: { en: 'x' } }],
    });
    const panel = smallPanel({ instruments: [smallInstrument(), other] });
    panel.waves[1]!.instrument = 'other@1';
    expect(checkPanel(panel).map(faultText)).toEqual(['answers, row 3, value: is 7; t1 goes from 0 to 1']);
  });

  test('names a hundred and counts the rest, and lets no table hide another', () => {
    const panel = smallPanel();
    panel.events[0]!.ends = '2020-01-01';
    for (let i = 0; i < 300; i += 1) panel.answers.push(answer({ member: `z${i}` }));
    const faults = checkPanel(panel);
    expect(faults).toHaveLength(FAULT_LIMIT + 1);
    expect(faults.filter(({ file }) => file === 'events')).toHaveLength(1);
    expect(faults.at(-1)).toEqual({ file: '', row: null, column: null, message: 'and 201 more' });
  });
});

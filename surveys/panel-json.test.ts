import { describe, expect, test } from 'vitest';
import { faultText } from './faults.ts';
import { panelToJson, readPanelJson } from './panel-files.ts';
import { smallPanel } from './testing/small-panel.ts';

describe('readPanelJson', () => {
  const document = (): Record<string, unknown> => JSON.parse(panelToJson(smallPanel())) as Record<string, unknown>;
  const faultsOf = (changes: Record<string, unknown>): string[] =>
    (readPanelJson(JSON.stringify({ ...document(), ...changes })).faults ?? []).map(faultText);

  test('takes the files of a folder under their names as they are', () => {
    const whole = { ...document(), network: { ...smallPanel().network, instrument: 'instrument.json' } };
    expect(readPanelJson(JSON.stringify(whole)).panel).toEqual(smallPanel());
  });

  test('takes empty texts for missing, and optional tables left out for empty', () => {
    const { events, texts, goals, declarations, event_organisations, ...rest } = document();
    expect([events, texts, goals, declarations, event_organisations]).not.toContain(undefined);
    const members = smallPanel().members.map((member) => ({
      ...member,
      left: member.left ?? '',
      name: member.name ?? '',
    }));
    const { panel } = readPanelJson(JSON.stringify({ ...rest, members }));
    expect(panel).toEqual(smallPanel({ events: [], texts: [], goals: [], declarations: [], event_organisations: [] }));
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a missing table', { ties: undefined }, 'panel.json, ties: is missing'],
    ['a table that is none', { ties: {} }, 'panel.json/ties: must be an array of objects'],
    ['a row that is none', { ties: [4] }, 'panel.json/ties, row 1: must be an object'],
    ['an unknown table', { peoples: [] }, 'panel.json, peoples: is not part of the format'],
    [
      'an unknown column',
      { goals: [{ from: '2024-01-01', text: 'x', by: 'us' }] },
      'panel.json/goals, row 1, by: is not a column of this table',
    ],
    [
      'a number for an id',
      { goals: [{ from: 2024, text: 'x' }] },
      'panel.json/goals, row 1, from: is 2024, not a date such as 2026-01-31',
    ],
    [
      'a text for a number',
      { answers: [{ wave: 'w1', member: 'a1', item: 't1', value: 'four' }] },
      'panel.json/answers, row 1, value: is "four", not a number; decimals have a point, missing is an empty cell',
    ],
    [
      'a value out of range',
      { answers: [{ wave: 'w1', member: 'a1', item: 't1', value: 9 }] },
      'panel.json/answers, row 1, value: is 9; t1 goes from 1 to 7',
    ],
    [
      'no instrument',
      { instrument: undefined },
      'panel.json/network, instrument: is "small@1", neither built in nor beside the panel',
    ],
    ['no network', { network: undefined }, 'panel.json, network: is missing'],
  ])('names %s', (_, changes, expected) => {
    expect(faultsOf(changes)).toEqual([expected]);
  });

  test.each(['', '[]', '3', '{"network": {}'])('names a document that is none: %s', (text) => {
    expect(readPanelJson(text).faults?.[0]?.file).toBe('panel.json');
  });
});

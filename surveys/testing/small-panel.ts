import { instrumentSchema, type Instrument } from '../instrument.ts';
import { panelSchema, type Panel } from '../panel.ts';

const both = (text: string) => ({ en: text, id: text });

/** Two items, one of them decimal, two tie questions, an open question and readiness: something of everything. */
export const smallInstrument = (changes: object = {}): Instrument =>
  instrumentSchema.parse({
    id: 'small',
    version: 1,
    title: both('Small'),
    scales: [{ id: 'trust', title: both('Trust') }],
    items: [
      { id: 't1', scale: 'trust', min: 1, max: 7, text: both('t1') },
      { id: 't2', scale: 'trust', min: 0, max: 10, decimal: true, text: both('t2') },
    ],
    ties: [
      { id: 'mode', min: 0, max: 3, visibility: 'agency', text: both('mode') },
      { id: 'depth', min: 1, max: 4, text: both('depth'), askedFrom: { tie: 'mode', level: 1 } },
    ],
    texts: [{ id: 'comment', text: both('comment') }],
    readiness: { tie: 'mode', modes: [{ id: 'cooperation', level: 1, scales: { trust: 40 }, reach: 0.5 }] },
    ...changes,
  });

/** Two organisations, three members, two waves, something in every table; nothing at fault. */
export const smallPanel = (changes: Partial<Panel> = {}): Panel =>
  panelSchema.parse({
    network: {
      format: 'rapport-panel/1',
      slug: 'small',
      name: 'Small network',
      timezone: 'Asia/Jakarta',
      locale: 'id',
      instrument: 'small@1',
    },
    instruments: [smallInstrument()],
    organisations: [
      { organisation: 'a', name: 'Agency A', joined: '2024-01-01', named: true },
      { organisation: 'b', name: 'Agency "B", north', joined: '2024-01-01', left: '2025-06-01' },
    ],
    members: [
      { member: 'a1', organisation: 'a', name: 'Ani', email: 'ani@example.org', joined: '2024-01-01', language: 'id' },
      { member: 'a2', organisation: 'a', joined: '2024-03-01' },
      { member: 'b1', organisation: 'b', joined: '2024-01-01', left: '2025-06-01', person: 'p-b' },
    ],
    waves: [
      { wave: 'w1', label: 'First', opens: '2024-02-01', closes: '2024-02-14' },
      { wave: 'w2', label: 'Second', opens: '2024-05-01', closes: '2024-05-14' },
    ],
    answers: [
      { wave: 'w1', member: 'a1', item: 't1', value: 4 },
      { wave: 'w1', member: 'a1', item: 't2', value: 6.25 },
      { wave: 'w2', member: 'a2', item: 't1', value: 7 },
      { wave: 'w2', member: 'b1', item: 't1', value: 1 },
    ],
    ties: [
      { wave: 'w1', member: 'a1', organisation: 'b', question: 'mode', value: 0 },
      { wave: 'w2', member: 'b1', organisation: 'a', question: 'mode', value: 2, carried: true },
      { wave: 'w2', member: 'b1', organisation: 'a', question: 'depth', value: 3 },
    ],
    texts: [{ wave: 'w1', member: 'a1', question: 'comment', text: '=first line\r\n"second", line' }],
    events: [
      { event: 'e1', kind: 'workshop', title: 'A day together', starts: '2024-03-02', notes: '- talk\n- lunch' },
    ],
    event_organisations: [{ event: 'e1', organisation: 'a' }],
    goals: [{ from: '2024-01-01', text: 'No one waits\nlonger than a week' }],
    declarations: [{ from: '2024-01-01', by: 'funder', mode: 'cooperation', source: 'Grant letter, p. 2' }],
    ...changes,
  });

const encoder = new TextEncoder();

/** Texts as the bytes of files. */
export const asBytes = (files: Iterable<readonly [string, string]>): Map<string, Uint8Array> =>
  new Map([...files].map(([name, text]) => [name, encoder.encode(text)]));

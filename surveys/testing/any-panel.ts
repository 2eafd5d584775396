import fc from 'fast-check';
import { instrumentKey, type Instrument } from '../instrument.ts';
import { pulse1 } from '../instruments/pulse-1.ts';
import { EVENT_KINDS, panelSchema, type Panel } from '../panel.ts';
import { smallInstrument } from './small-panel.ts';

const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(`${from}T00:00:00Z`), max: new Date(`${to}T00:00:00Z`), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

/** Whatever people type: quotes, commas, line breaks of all kinds, other scripts, blanks around. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', ',', '\n', '\r\n', '\r', ' ', "'", '=', '-', ';', '\t', 'é', '日本', '😀', 'ab'),
      fc.string(),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\u0000', ''))
  .filter((text) => text.length > 0 && text.length < 400);
const name = words.filter((text) => !/^[=+\-@\t\r]/.test(text));
const id = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\u0000'));
const ids = (min: number, max: number) => fc.uniqueArray(id, { minLength: min, maxLength: max });

const alternative = smallInstrument({ id: 'other, "odd"', version: 3 });

/** The panel's instruments: built-in or not, one or two; the second is used by the last wave. */
const instruments = fc.constantFrom<Instrument[]>(
  [pulse1],
  [smallInstrument()],
  [pulse1, alternative],
  [smallInstrument(), alternative],
  [alternative, pulse1],
);

function chance<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const value = (min: number, max: number, decimal: boolean): fc.Arbitrary<number> =>
  decimal ? fc.double({ min, max, noNaN: true }).map((x) => x + 0) : fc.integer({ min, max });

/** A panel in which nothing is at fault, in the order in which a reader gives it: instruments as used, waves by opening. */
export const anyPanel: fc.Arbitrary<Panel> = fc
  .record({
    instruments,
    organisations: ids(1, 4),
    members: ids(1, 5),
    waves: ids(2, 4),
    events: ids(0, 3),
    slug: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    name,
  })
  .chain(({ instruments: used, slug, name: title, ...names }) => {
    const [first = pulse1, second] = used;
    const waveIds = names.waves;
    const asked = (wave: string): Instrument => (second && wave === waveIds.at(-1) ? second : first);
    const organisation = fc.constantFrom(...names.organisations);
    const seat = fc.record({ wave: fc.constantFrom(...waveIds), member: fc.constantFrom(...names.members) });
    const answer = seat.chain((at) => {
      const { items } = asked(at.wave);
      return fc
        .constantFrom(...items)
        .chain(({ id: item, min, max, decimal }) => value(min, max, decimal).map((x) => ({ ...at, item, value: x })));
    });
    const tie = fc
      .tuple(seat, organisation, chance(fc.boolean()))
      .chain(([at, to, carried]) =>
        fc
          .constantFrom(...asked(at.wave).ties)
          .chain(({ id: question, min, max }) =>
            fc
              .integer({ min, max })
              .map((x) => ({ ...at, organisation: to, question, value: x, ...(carried !== undefined && { carried }) })),
          ),
      );
    const text = fc.tuple(seat, words).map(([at, said]) => ({ ...at, question: 'comment', text: said }));
    const joined = day('2019-01-01', '2019-12-31');
    return fc
      .record({
        organisations: fc.tuple(
          ...names.organisations.map((key) =>
            fc.record({
              organisation: fc.constant(key),
              name,
              joined,
              left: fc.option(day('2020-01-01', '2030-01-01')),
              named: chance(fc.boolean()),
            }),
          ),
        ),
        members: fc.tuple(
          ...names.members.map((key) =>
            fc.record({
              member: fc.constant(key),
              organisation,
              name: fc.option(name),
              email: fc.option(fc.constantFrom('a@example.org', "o'b+c@example.org")),
              joined,
              left: fc.constant(null),
              language: chance(fc.constantFrom('en', 'id')),
              person: chance(id),
            }),
          ),
        ),
        labels: fc.array(name, { minLength: waveIds.length, maxLength: waveIds.length }),
        answers: fc.uniqueArray(answer, {
          maxLength: 20,
          selector: ({ wave, member, item }) => JSON.stringify([wave, member, item]),
        }),
        ties: fc.uniqueArray(tie, {
          maxLength: 12,
          selector: (t) => JSON.stringify([t.wave, t.member, t.organisation, t.question]),
        }),
        texts: fc.uniqueArray(text, { maxLength: 4, selector: ({ wave, member }) => JSON.stringify([wave, member]) }),
        events: fc.tuple(
          ...names.events.map((key) =>
            fc.record({
              event: fc.constant(key),
              kind: fc.constantFrom(...EVENT_KINDS),
              title: name,
              starts: joined,
              ends: fc.option(day('2020-01-01', '2021-01-01')),
              notes: fc.option(words),
            }),
          ),
        ),
        guests: fc.uniqueArray(organisation, { maxLength: 3 }),
        goals: fc.uniqueArray(fc.record({ from: joined, text: words }), {
          maxLength: 2,
          selector: (goal) => JSON.stringify(goal),
        }),
        declared: fc.constantFrom([], ['funder'], ['funder', 'network']),
        source: fc.option(words),
      })
      .map(({ labels, guests, declared, source, ...tables }) => {
        const own = new Map(tables.members.map(({ member, organisation: home }) => [member, home]));
        return panelSchema.parse({
          ...tables,
          network: {
            format: 'rapport-panel/1',
            slug,
            name: title,
            timezone: 'Etc/UTC',
            locale: 'en',
            instrument: instrumentKey(first),
          },
          instruments: used,
          waves: waveIds.map((wave, i) => ({
            wave,
            label: labels[i],
            opens: `${2021 + i}-02-28`,
            closes: `${2021 + i}-03-31`,
            ...(asked(wave) !== first && { instrument: instrumentKey(asked(wave)) }),
          })),
          ties: tables.ties.filter(({ member, organisation: to }) => own.get(member) !== to),
          event_organisations: names.events.flatMap((event) => guests.map((guest) => ({ event, organisation: guest }))),
          declarations: declared.map((by) => ({ from: '2021-01-01', by, mode: 'cooperation', source })),
        });
      });
  });

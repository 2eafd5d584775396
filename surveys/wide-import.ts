import { readCsv } from './csv-table.ts';
import { FaultList } from './faults.ts';
import { instrumentKey, type Instrument } from './instrument.ts';
import { isIn } from './membership.ts';
import { unguarded } from './panel-cells.ts';
import type { Answer, Fault, Member, Panel, TieRating, Wave } from './panel.ts';
import type { ColumnMeaning, WideMapping } from './wide-mapping.ts';

/** One response that a wide file holds. */
export interface WideResponse {
  wave: string;
  member: string;
  answers: Answer[];
  ties: TieRating[];
  texts: Panel['texts'];
}

export interface WideReading {
  responses: WideResponse[];
  /** At their lines, `column` as the file calls it; with any of them nothing may be stored. */
  faults: Fault[];
  /** Columns that the mapping says nothing of. */
  ignored: string[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const LONGEST_TEXT = 10_000;
const FILE = 'file';

/** The separator of a CSV file by its first line. */
export const separatorOf = (text: string): string => {
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const count = (one: string) => first.split(one).length;
  return (['\t', ';'] as const).find((one) => count(one) > count(',')) ?? ',';
};

/** The header of a CSV file. */
export const wideHeader = (text: string): string[] =>
  readCsv(FILE, text.replace(/^\uFEFF/, ''), new FaultList(), () => {}, separatorOf(text)).header;

/**
 * Reads a wide file by a mapping into responses of a network that has its members and waves. A response is refused where the member
 * has answered that wave already; `today` is the network's day: a wave that has not opened takes none.
 */
export function readWide(
  text: string,
  mapping: WideMapping,
  panel: Panel,
  { today, file = FILE }: { today: string; file?: string },
): WideReading {
  const faults = new FaultList();
  const { header, records, lines } = readCsv(file, text.replace(/^\uFEFF/, ''), faults, () => {}, separatorOf(text));
  const reader = new WideReader(mapping, panel, today, header);
  reader.checkMapping((column, message) => faults.add(file, 1, column, message));
  const responses =
    faults.total > 0
      ? []
      : records.flatMap((record, at) => {
          const line = lines[at] ?? at + 2;
          if (record.every((cell) => cell.trim() === '')) return [];
          return reader.response(record, line, (column, message) => faults.add(file, line, column, message)) ?? [];
        });
  return { responses, faults: faults.list(), ignored: header.filter((name) => name !== '' && !reader.reads(name)) };
}

type FaultAt = (column: string | null, message: string) => void;

class WideReader {
  readonly #mapping: WideMapping;
  readonly #places: Map<string, number>;
  readonly #waves: Map<string, Wave>;
  readonly #members: Map<string, Member[]>;
  readonly #instruments: Map<string, Instrument>;
  readonly #panel: Panel;
  readonly #today: string;
  readonly #answered: Set<string>;
  readonly #seen = new Map<string, number>();
  readonly #missing: Set<string>;

  constructor(mapping: WideMapping, panel: Panel, today: string, header: readonly string[]) {
    this.#mapping = mapping;
    this.#panel = panel;
    this.#today = today;
    this.#places = new Map(header.map((name, at) => [name, at]));
    this.#waves = new Map(panel.waves.map((wave) => [wave.wave, wave]));
    this.#instruments = new Map(panel.instruments.map((instrument) => [instrumentKey(instrument), instrument]));
    this.#missing = new Set(mapping.missing);
    this.#members = new Map();
    for (const member of panel.members) {
      const key = mapping.member.by === 'email' ? member.email?.toLowerCase() : member.member;
      if (key) this.#members.set(key, [...(this.#members.get(key) ?? []), member]);
    }
    this.#answered = new Set(
      [...panel.answers, ...panel.ties, ...panel.texts].map(({ wave, member }) => `${wave}\n${member}`),
    );
  }

  reads(name: string): boolean {
    const { member, wave, columns } = this.#mapping;
    return name === member.column || ('column' in wave && name === wave.column) || name in columns;
  }

  /** Whether the mapping fits the file and the network, before any row is read. */
  checkMapping(fault: FaultAt): void {
    const { member, wave, columns } = this.#mapping;
    const needed = [member.column, ...('column' in wave ? [wave.column] : []), ...Object.keys(columns)];
    for (const name of needed) if (!this.#places.has(name)) fault(name, 'is not in the file');
    const named = 'always' in wave ? [wave.always] : Object.values(wave.values);
    for (const id of named) if (!this.#waves.has(id)) fault(null, `"${id}" is no wave of the network`);
    const organisations = new Set(this.#panel.organisations.map(({ organisation }) => organisation));
    const all = [...this.#instruments.values()];
    for (const [name, meaning] of Object.entries(columns)) {
      if (!all.some((instrument) => questionOf(instrument, meaning)))
        fault(name, `"${idOf(meaning)}" is no question of this network's survey`);
      if ('organisation' in meaning && !organisations.has(meaning.organisation))
        fault(name, `"${meaning.organisation}" is no agency of the network`);
    }
  }

  response(record: readonly string[], line: number, fault: FaultAt): WideResponse | null {
    const wave = this.#wave(record, fault);
    const member = wave && this.#member(record, wave, fault);
    if (!wave || !member) return null;
    const key = `${wave.wave}\n${member.member}`;
    const before = this.#seen.get(key);
    if (before !== undefined) fault(this.#mapping.member.column, `answers ${wave.wave} on line ${before} too`);
    else if (this.#answered.has(key)) fault(this.#mapping.member.column, `has answered ${wave.wave} already`);
    this.#seen.set(key, line);
    const instrument = this.#instruments.get(wave.instrument ?? this.#panel.network.instrument);
    const response: WideResponse = { wave: wave.wave, member: member.member, answers: [], ties: [], texts: [] };
    for (const [name, meaning] of Object.entries(this.#mapping.columns))
      this.#cell(record, name, meaning, { response, instrument, member }, fault);
    return response.answers.length + response.ties.length + response.texts.length > 0 ? response : null;
  }

  #text(record: readonly string[], name: string): string {
    const cell = unguarded((record[this.#places.get(name) ?? -1] ?? '').trim());
    const { recode } = this.#mapping;
    const codes = recode[name] ?? recode['*'] ?? {};
    const value = Object.hasOwn(codes, cell) ? (codes[cell] ?? '') : cell;
    return this.#missing.has(value) ? '' : value;
  }

  #wave(record: readonly string[], fault: FaultAt): Wave | null {
    const { wave } = this.#mapping;
    if ('always' in wave) return this.#opened(this.#waves.get(wave.always), null, wave.always, fault);
    const said = (record[this.#places.get(wave.column) ?? -1] ?? '').trim();
    const id = Object.hasOwn(wave.values, said) ? (wave.values[said] ?? said) : said;
    return this.#opened(this.#waves.get(id), wave.column, said, fault);
  }

  #opened(wave: Wave | undefined, column: string | null, said: string, fault: FaultAt): Wave | null {
    if (!wave) fault(column, said === '' ? 'is empty' : `"${said}" is no wave of the network`);
    else if (wave.opens > this.#today) fault(column, `${wave.wave} has not opened yet`);
    else return wave;
    return null;
  }

  #member(record: readonly string[], wave: Wave, fault: FaultAt): Member | null {
    const { column, by } = this.#mapping.member;
    const said = unguarded((record[this.#places.get(column) ?? -1] ?? '').trim());
    const known = this.#members.get(by === 'email' ? said.toLowerCase() : said);
    if (!known) {
      fault(column, said === '' ? 'is empty' : `"${said}" is nobody in the network`);
      return null;
    }
    // Who moved to another agency is there twice: the one who was in the wave is meant.
    const there = known.filter((member) => isIn(member, wave));
    if (there.length !== 1) fault(column, `"${said}" was not in the network when ${wave.wave} opened`);
    return there.length === 1 ? (there[0] ?? null) : null;
  }

  #cell(
    record: readonly string[],
    name: string,
    meaning: ColumnMeaning,
    { response, instrument, member }: { response: WideResponse; instrument: Instrument | undefined; member: Member },
    fault: FaultAt,
  ): void {
    const text = this.#text(record, name);
    if (text === '') return;
    const { wave } = response;
    const question = instrument && questionOf(instrument, meaning);
    if (!question) return fault(name, `"${idOf(meaning)}" was not asked in ${wave}`);
    const seat = { wave, member: member.member };
    if ('text' in meaning) {
      if (text.length > LONGEST_TEXT) return fault(name, `is longer than ${LONGEST_TEXT} characters`);
      response.texts.push({ ...seat, question: meaning.text, text });
      return;
    }
    if ('organisation' in meaning && meaning.organisation === member.organisation)
      return fault(name, `rates "${meaning.organisation}", the member's own agency; leave it empty`);
    const value = NUMBER.test(text) ? Number(text) + 0 : Number.NaN;
    const { min, max, decimal } = question;
    if (Number.isNaN(value))
      return fault(name, `is "${text.slice(0, 40)}", not a number: recode it, or call it missing`);
    if (value < min || value > max) return fault(name, `is ${value}, not from ${min} to ${max}`);
    if (!decimal && !Number.isInteger(value)) return fault(name, `is ${value}, not a whole number`);
    if ('item' in meaning) response.answers.push({ ...seat, item: meaning.item, value });
    else response.ties.push({ ...seat, organisation: meaning.organisation, question: meaning.tie, value });
  }
}

const idOf = (meaning: ColumnMeaning): string =>
  'item' in meaning ? meaning.item : 'tie' in meaning ? meaning.tie : meaning.text;

/** The question that a column answers, with its range; text has none. */
function questionOf(
  { items, ties, texts = [] }: Instrument,
  meaning: ColumnMeaning,
): { min: number; max: number; decimal: boolean } | null {
  if ('text' in meaning) return texts.some(({ id }) => id === meaning.text) ? { min: 0, max: 0, decimal: false } : null;
  if ('item' in meaning) return items.find(({ id }) => id === meaning.item) ?? null;
  const tie = ties.find(({ id }) => id === meaning.tie);
  return tie ? { min: tie.min, max: tie.max, decimal: false } : null;
}

/** `trust_1` of `G01[trust_1]`; by hand, since a pattern would look at a long row of brackets again from each of them. */
function plain(name: string): string {
  if (!name.endsWith(']')) return name;
  const opened = name.indexOf('[', name.lastIndexOf(']', name.length - 2) + 1);
  return opened === -1 || opened === name.length - 2 ? name : name.slice(opened + 1, -1);
}

/**
 * A mapping to begin with: columns whose names are those of questions, as LimeSurvey (`G01[trust_1]`) and REDCap (`trust_1`) have
 * them, `question_organisation` for ties, and the usual names for who and when.
 */
export function guessMapping(header: readonly string[], panel: Panel): WideMapping {
  const find = (...names: string[]) => header.find((name) => names.includes(plain(name).toLowerCase()));
  const columns: WideMapping['columns'] = {};
  for (const name of header)
    for (const { items, ties, texts = [] } of panel.instruments) {
      const id = plain(name);
      if (items.some((item) => item.id === id)) columns[name] = { item: id };
      else if (texts.some((text) => text.id === id)) columns[name] = { text: id };
      else
        for (const tie of ties)
          for (const { organisation } of panel.organisations)
            if (id === `${tie.id}_${organisation}`) columns[name] = { tie: tie.id, organisation };
    }
  const email = find('email', 'e-mail', 'email_address');
  const who = find('member', 'token', 'record_id', 'participant', 'id');
  const when = find('wave', 'redcap_event_name', 'quarter', 'round');
  const last = panel.waves.at(-1)?.wave ?? '';
  return {
    format: 'rapport-mapping/1',
    member:
      who === undefined && email ? { column: email, by: 'email' } : { column: who ?? header[0] ?? '', by: 'member' },
    wave: when === undefined ? { always: last } : { column: when, values: {} },
    columns,
    recode: {},
    missing: ['N/A', '-oth-', '-99'],
  };
}

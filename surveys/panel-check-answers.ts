import type { FaultList } from './faults.ts';
import type { Instrument } from './instrument.ts';
import { isIn } from './membership.ts';
import { unknownId, type Lookup, type Progress } from './panel-index.ts';
import type { Member, Organisation, Wave } from './panel.ts';
import type { LocatedTable, LocatedTables } from './table-rows.ts';

export interface PanelIndex {
  tables: LocatedTables;
  organisations: Lookup<Organisation>;
  members: Lookup<Member>;
  waves: Lookup<Wave>;
  networkInstrument: string | null;
  instruments: ReadonlyMap<string, Instrument>;
}

type FaultAt = (column: string, message: string) => void;

/** Whether answers, ties and open answers fit the wave's instrument and the member's span. */
export function checkRatings(index: PanelIndex, faults: FaultList, progress: Progress): void {
  const { answers, ties, texts } = index.tables;
  const total = answers.rows.length + ties.rows.length + texts.rows.length;
  const asked = askedIn(index);
  let done = 0;

  each(answers, (row, fault) => {
    checkMembership(index, row, fault);
    const instrument = asked(row.wave);
    const item = instrument?.items.get(row.item);
    if (item) checkValue(row.value, item, row.item, fault);
    else if (instrument) fault('item', `"${row.item}" is not an item of ${instrument.key}`);
  });
  each(ties, (row, fault) => {
    checkMembership(index, row, fault);
    if (index.organisations.get(row.organisation) === undefined)
      fault('organisation', unknownId(row.organisation, 'organisations'));
    if (index.members.get(row.member)?.organisation === row.organisation)
      fault('organisation', `"${row.organisation}" is the member's own: a tie is to another`);
    const instrument = asked(row.wave);
    const question = instrument?.ties.get(row.question);
    if (question) checkValue(row.value, { ...question, decimal: false }, row.question, fault);
    else if (instrument) fault('question', `"${row.question}" is not a tie question of ${instrument.key}`);
  });
  each(texts, (row, fault) => {
    checkMembership(index, row, fault);
    const instrument = asked(row.wave);
    if (instrument && !instrument.texts.has(row.question))
      fault('question', `"${row.question}" is not an open question of ${instrument.key}`);
  });
  progress(total, total, 'check');

  function each<Row>(table: LocatedTable<Row>, check: (row: Row, fault: FaultAt) => void): void {
    let place: number | null = null;
    const fault: FaultAt = (column, message) => faults.add(table.file, place, column, message);
    table.rows.forEach((row, i) => {
      place = table.places[i] ?? null;
      check(row, fault);
      done += 1;
      if (done % 4096 === 0) progress(done, total, 'check');
    });
  }
}

/** A wave's questions by id; null when the wave or its instrument is itself at fault. */
function askedIn({ tables, networkInstrument, instruments }: PanelIndex) {
  const questions = new Map(
    [...instruments].map(([key, { items, ties, texts = [] }]) => [
      key,
      {
        key,
        items: new Map(items.map((item) => [item.id, item])),
        ties: new Map(ties.map((tie) => [tie.id, tie])),
        texts: new Set(texts.map((text) => text.id)),
      },
    ]),
  );
  const keys = new Map<string, string | null>();
  for (const [id, cells] of tables.waves.broken)
    keys.set(id, typeof cells.instrument === 'string' ? cells.instrument : networkInstrument);
  for (const wave of tables.waves.rows) keys.set(wave.wave, wave.instrument ?? networkInstrument);
  return (wave: string) => questions.get(keys.get(wave) ?? '') ?? null;
}

function checkMembership({ members, waves }: PanelIndex, row: { member: string; wave: string }, fault: FaultAt): void {
  const member = members.get(row.member);
  const wave = waves.get(row.wave);
  if (wave === undefined) fault('wave', unknownId(row.wave, 'waves'));
  if (member === undefined) fault('member', unknownId(row.member, 'members'));
  if (!member || !wave || isIn(member, wave)) return;
  const span = member.left === null ? `from ${member.joined}` : `${member.joined} to ${member.left}`;
  fault('member', `"${row.member}" is in the network ${span}, not when "${row.wave}" opens (${wave.opens})`);
}

function checkValue(
  value: number,
  { min, max, decimal }: { min: number; max: number; decimal: boolean },
  question: string,
  fault: FaultAt,
): void {
  if (value < min || value > max) fault('value', `is ${value}; ${question} goes from ${min} to ${max}`);
  else if (!decimal && !Number.isInteger(value)) fault('value', `is ${value}; ${question} takes whole numbers`);
}

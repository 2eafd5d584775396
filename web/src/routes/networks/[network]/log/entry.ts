import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { EVENT_KINDS } from '@rapport/messages/words/log';
import { mainQuestion } from '@rapport/messages/words/relations';
import { standing } from '@rapport/messages/words/standing';
import type { EventKind } from '@rapport/surveys/panel';

/** An entry as the API takes it. */
export interface Entry {
  event: string;
  kind: EventKind;
  title: string;
  starts: string;
  ends: string | null;
  notes: string | null;
  organisations: string[];
}

/** What the form of an entry was sent with, as text: shown again when it is refused. */
export type EntryValues = Record<'kind' | 'title' | 'starts' | 'ends' | 'notes' | 'pocket', string> & {
  organisations: string[];
};

/** An entry's form; a pocket stands for its agencies, beside those that are ticked. */
export function readEntry(form: FormData): { values: EntryValues; entry: Omit<Entry, 'event'> } {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const organisations = form.getAll('organisation').filter((id) => typeof id === 'string');
  const values: EntryValues = {
    kind: text('kind'),
    title: text('title'),
    starts: text('starts'),
    ends: text('ends'),
    notes: text('notes'),
    pocket: text('pocket'),
    organisations,
  };
  const kind = EVENT_KINDS.find((one) => one === values.kind) ?? 'workshop';
  const { title, starts, ends, notes, pocket } = values;
  const all = [...new Set([...organisations, ...(pocket ? pocket.split('\n') : [])])];
  return { values, entry: { kind, title, starts, ends: ends || null, notes: notes || null, organisations: all } };
}

/** The pockets of the last closed wave, each once, largest first: sets of agencies that an entry can be given at a stroke. */
export function pocketsOf(release: ReleasedAnalysis): string[][] {
  const now = standing(release);
  const question = now && mainQuestion(now);
  const levels = (question && now.wave.network?.[question]?.levels) || [];
  const sets = new Map(
    levels.flatMap(({ pockets }) => pockets.map((pocket) => [[...pocket].sort().join('\n'), pocket])),
  );
  return [...sets.values()].sort((a, b) => b.length - a.length);
}

/** A state of a wave: its place in the ledger, and which of its snapshots. */
export type At = readonly [wave: number, state: number];

/**
 * What a released linear figure is made of, in as few words as rebuild its coefficients from the snapshots: kept by the ledger.
 * `states` holds a state for every wave of the ledger up to the last that the figure rests on, −1 where it rests on none.
 * `ratio` is σ²_b/σ² of a random intercept.
 */
export type Form =
  | { form: 'level'; at: At }
  | { form: 'facet'; at: At; facet: string }
  | { form: 'part'; at: At; organisations: readonly string[]; rest: boolean }
  | { form: 'within'; states: readonly number[] }
  | { form: 'mixed'; states: readonly number[]; ratio: number }
  | { form: 'segmented'; states: readonly number[]; ratio: number; from: string; effect: 'level' | 'slope' }
  | { form: 'change'; from: At; to: At; part: 'within' | 'total' | 'entry' | 'exit' }
  | { form: 'attendance'; from: At; to: At; organisations: readonly string[]; side: 'attendees' | 'others' };

/** Places of the waves that a form rests on. */
export function wavesOf(form: Form): number[] {
  if ('at' in form) return [form.at[0]];
  if ('states' in form) return form.states.flatMap((state, wave) => (state < 0 ? [] : [wave]));
  return [form.from[0], form.to[0]];
}

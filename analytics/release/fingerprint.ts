import type { Panel } from '@rapport/surveys/panel';
import { fnv1a } from './open-answers.ts';

/** Bits kept of a fingerprint: enough to notice a change, too few to work back to fifteen answers. */
const BITS = 20;

/**
 * Fingerprints of what members said in each wave: `prints(wave, member, organisation)`. Whatever the order of rows; a changed,
 * added or withdrawn answer, rating or text changes it, and so does another organisation (but for one time in a million).
 */
export function wavePrints(
  panel: Pick<Panel, 'answers' | 'ties' | 'texts'>,
): (wave: string, member: string, organisation: string) => string {
  const hashes = new Map<string, number>();
  const hash = (text: string): number => {
    let known = hashes.get(text);
    if (known === undefined) {
      known = fnv1a(text);
      hashes.set(text, known);
    }
    return known;
  };
  const waves = new Map<string, Map<string, number>>();
  const add = (wave: string, member: string, print: number): void => {
    let members = waves.get(wave);
    if (members === undefined) waves.set(wave, (members = new Map()));
    members.set(member, ((members.get(member) ?? 0) + mix(print)) | 0);
  };
  for (const { wave, member, item, value } of panel.answers)
    add(wave, member, hash(item) ^ Math.imul(Math.round(value * 1e6) + 1, 0x9e3779b1));
  for (const { wave, member, organisation, question, value } of panel.ties)
    add(wave, member, hash(question) ^ Math.imul(hash(organisation), 31) ^ Math.imul(value + 1, 0x85ebca6b));
  for (const { wave, member, question, text } of panel.texts) add(wave, member, hash(question) ^ fnv1a(text));
  return (wave, member, organisation) => {
    const print = mix((waves.get(wave)?.get(member) ?? 0) ^ hash(organisation));
    return (print >>> (32 - BITS)).toString(36);
  };
}

/** The finaliser of MurmurHash3: every bit of the input sways every bit of the result. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

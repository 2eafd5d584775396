import type { Panel } from '@rapport/surveys/panel';
import type { SuppressionReason } from './suppression.ts';

/** Answers to one open question in one wave, as they may leave. */
export interface OpenAnswers {
  question: string;
  texts: string[] | null;
  reason: SuppressionReason | null;
}

/**
 * The open answers of a wave, by question, without names: only from ≥ `minimumCell` writers. They are sorted by their own words
 * before they are shuffled by `seed`, so that not even someone who knows the seed learns the order of the writers.
 */
export function openAnswers(
  texts: Panel['texts'],
  questions: readonly string[],
  { minimumCell, seed }: { minimumCell: number; seed: string },
): OpenAnswers[] {
  return questions.map((question) => {
    const written = texts.filter((row) => row.question === question && row.text.trim() !== '');
    const writers = new Set(written.map(({ member }) => member)).size;
    if (writers === 0) return { question, texts: [], reason: null };
    if (writers < minimumCell) return { question, texts: null, reason: 'too-few-members' };
    return { question, texts: shuffled(written.map(({ text }) => text).sort(), `${seed}/${question}`), reason: null };
  });
}

/** Fisher–Yates over a generator (mulberry32) seeded by the FNV-1a hash of `seed`. */
function shuffled<T>(values: readonly T[], seed: string): T[] {
  const random = mulberry32(fnv1a(seed));
  const result = [...values];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const held = result[i];
    const other = result[j];
    if (held === undefined || other === undefined) continue;
    result[i] = other;
    result[j] = held;
  }
  return result;
}

/** 32-bit FNV-1a hash of a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

import type { toKeep } from './draft-sync.ts';
import type { Draft } from './form.ts';

const PREFIX = 'rapport.';

type Submission = { key: string; body: string };
type Kept = NonNullable<ReturnType<typeof toKeep>>;

/** What this device holds until the server has it: the unsent draft, and the key of a submission on its way. */
export interface KeptDrafts {
  read(): Kept | null;
  write(kept: Kept | null): void;
  /** The same key for the same answers, so that a repeated submission is stored once. */
  submissionKey(draft: Draft): string;
  /** These very answers were on their way when the page went. */
  submissionPending(draft: Draft): boolean;
  forgetSubmission(): void;
}

/** A random key; `crypto.randomUUID` is missing where the page is not served over https. */
function newKey(random: Crypto): string {
  return Array.from(random.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keeps drafts under `owner`, which stands for one member in one wave, so that people who share a device do not meet. Storage that is
 * full or forbidden is no fault: then only the server keeps.
 */
export function keptDrafts(storage: () => Storage, random: Crypto, owner: string): KeptDrafts {
  const draftAt = `${PREFIX}draft.${owner}`;
  const submissionAt = `${PREFIX}submission.${owner}`;
  const read = <T>(at: string): T | null => {
    try {
      const text = storage().getItem(at);
      // Written by this file alone, under a name of its own.
      return text === null ? null : (JSON.parse(text) as T);
    } catch {
      return null;
    }
  };
  const write = (at: string, value: unknown) => {
    try {
      if (value === null) storage().removeItem(at);
      else storage().setItem(at, JSON.stringify(value));
    } catch {
      // Nothing to be done: see above.
    }
  };
  return {
    read: () => read<Kept>(draftAt),
    write: (kept) => write(draftAt, kept),
    submissionPending: (draft) => read<Submission>(submissionAt)?.body === JSON.stringify(draft),
    submissionKey(draft) {
      const body = JSON.stringify(draft);
      const before = read<Submission>(submissionAt);
      if (before?.body === body) return before.key;
      const key = newKey(random);
      write(submissionAt, { key, body });
      return key;
    },
    forgetSubmission: () => write(submissionAt, null),
  };
}

/** Forgets everything that any survey kept on this device. */
export function forgetAll(storage: () => Storage): void {
  try {
    const ours = Object.keys(storage()).filter((key) => key.startsWith(PREFIX));
    for (const key of ours) storage().removeItem(key);
  } catch {
    // Forbidden storage holds nothing.
  }
}

import { ApiProblem } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { problemWords } from '../../problem-words.ts';
import { faultWords } from './fault-words.ts';

/** Why a form was not taken: a sentence for the whole of it, and one for each field at fault. */
export interface FormProblem {
  message: string;
  fields: Record<string, string>;
}

export type Attempt<T> = { done: T; problem: null } | { done: null; problem: FormProblem; status: number };

/**
 * What became of a call made for a form. A refusal comes back in the visitor's language, at the fields that the API names;
 * `conflict` words what a 409 means here, at `field` where it belongs to one.
 */
export async function attempt<T>(
  call: Promise<T>,
  conflict?: { message: string; field?: string },
): Promise<Attempt<T>> {
  try {
    return { done: await call, problem: null };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { status, problem } = error;
    if (status === 409 && conflict) {
      const fields = conflict.field ? { [conflict.field]: conflict.message } : {};
      return { done: null, status, problem: { message: conflict.message, fields } };
    }
    const fields = Object.fromEntries((problem.errors ?? []).map((fault) => [fault.path, faultWords(fault)]));
    return { done: null, status, problem: { message: wholeForm(error, Object.values(fields)), fields } };
  }
}

// Shown where no field can say it.
const wholeForm = ({ problem }: ApiProblem, faults: string[]): string =>
  faults.length > 0 ? m.form_not_right({ faults: [...new Set(faults)].join(' ') }) : problemWords(problem);

/** The text fields of a form, trimmed; a file or an absent field is ''. */
export function textsOf<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
  const entries = names.map((name) => {
    const value = form.get(name);
    return [name, typeof value === 'string' ? value.trim() : ''] as const;
  });
  // One entry for each of `names`, whose union is the key type.
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** The text of an uploaded file, null when none was chosen. */
export async function uploadOf(form: FormData, name: string): Promise<string | null> {
  const file = form.get(name);
  return file instanceof File && file.size > 0 ? file.text() : null;
}

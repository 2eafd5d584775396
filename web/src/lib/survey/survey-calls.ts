import type { Theirs } from './draft-sync.ts';
import type { Draft } from './form.ts';
import { isUntouched } from './steps.ts';

/** Why a call did not go through. `unfit`: what was sent can't be taken, however often. `unreachable` covers no connection and passing faults of the server. */
export type Refusal = { kind: 'behind' | 'closed' | 'signed-out' | 'unfit' | 'unreachable' };

/** Calls of the survey API from the browser, by the member's cookie. None throws. */
export interface SurveyCalls {
  putDraft(draft: Draft, version: number, leaving?: boolean): Promise<{ kind: 'saved'; version: number } | Refusal>;
  getDraft(): Promise<({ kind: 'read' } & Theirs) | Refusal>;
  submit(draft: Draft, key: string): Promise<{ kind: 'sent'; submitted: string } | Refusal>;
}

function refusal(status: number): Refusal {
  if (status === 412 || status === 409) return { kind: 'behind' };
  if (status === 410) return { kind: 'closed' };
  if (status === 400 || status === 413 || status === 422) return { kind: 'unfit' };
  if (status === 401 || status === 403 || status === 404) return { kind: 'signed-out' };
  return { kind: 'unreachable' };
}

/** How long a call may take before it counts as unreachable, in milliseconds. */
const PATIENCE = 15_000;

export function surveyCalls(fetch: typeof globalThis.fetch): SurveyCalls {
  const call = async <T>(path: string, init: RequestInit, read: (reply: Response) => Promise<T>) => {
    try {
      const reply = await fetch(`/api/survey${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', ...init.headers },
        signal: init.keepalive ? null : AbortSignal.timeout(PATIENCE),
      });
      return reply.ok ? await read(reply) : refusal(reply.status);
    } catch {
      return refusal(0);
    }
  };
  return {
    putDraft: (draft, version, leaving = false) =>
      call(
        '/draft',
        {
          method: 'PUT',
          headers: { 'if-match': `"${version}"` },
          body: JSON.stringify(draft),
          keepalive: leaving,
        },
        async (reply) => ({ kind: 'saved' as const, ...asSaved(await reply.json()) }),
      ),
    getDraft: () =>
      call('', {}, async (reply) => {
        const survey = asSurvey(await reply.json());
        const draft = asDraft(survey.draft);
        const hidden = survey.handedOn && isUntouched(draft);
        return { kind: 'read' as const, version: survey.draft.version, draft, hidden };
      }),
    submit: (draft, key) =>
      call(
        '/submission',
        { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(draft) },
        async (reply) => ({ kind: 'sent' as const, ...asSent(await reply.json()) }),
      ),
  };
}

/** The draft as it came, with empty parts where there are none yet. The API keeps what it was sent, and only this form sends. */
export function asDraft(stored: unknown): Draft {
  const { answers = {}, ties = {}, texts = {}, carried = [] } = stored as Partial<Draft>;
  return { answers, ties, texts, carried };
}

// Our own API on our own origin: its routes declare these shapes, and a second validation would weigh more than the form.
const asSaved = (reply: unknown) => reply as { version: number };
const asSurvey = (reply: unknown) => reply as { draft: { version: number }; handedOn: boolean };
const asSent = (reply: unknown) => reply as { submitted: string };

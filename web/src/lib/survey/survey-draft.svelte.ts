import { createContext } from 'svelte';
import { saysTheSame, type Comparison } from './compare-drafts.ts';
import * as sync from './draft-sync.ts';
import { fitDraft } from './fit-draft.ts';
import type { Draft, SurveyForm } from './form.ts';
import type { KeptDrafts } from './kept-drafts.ts';
import type { Refusal, SurveyCalls } from './survey-calls.ts';

/** A change goes out after this pause, in milliseconds, and at the latest after the limit. */
const PAUSE = 600;
const LIMIT = 1_800;
const RETRY = { first: 2_000, longest: 30_000 };

/** `waiting` for the server to be reached; `unfit`: it won't take these answers. */
export type SendState = 'ready' | 'sending' | 'waiting' | 'unfit';

/** The member's answers in this browser: what is shown, whether it is saved, and the choice when two devices differ. */
export class SurveyDraft {
  #sync: sync.Sync;
  #sending = $state<SendState>('ready');
  #calls: SurveyCalls | null = null;
  #connected = $state(false);
  #kept: KeptDrafts | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changedAt: number | null = null;
  #tries = 0;
  #queue: Promise<void> = Promise.resolve();
  /** When the answers themselves were taken in this visit; null before. */
  submitted = $state<string | null>(null);
  /** What was sent last, where it may be known. */
  #sent: Draft | null;
  /** Where it may not: whether anything was changed since. */
  #changed: boolean;
  #form: SurveyForm;

  constructor({
    form,
    sent,
    unsent,
    ...server
  }: sync.Versioned & { form: SurveyForm; sent: Draft | null; unsent: boolean }) {
    this.#form = form;
    this.#sync = $state.raw(sync.startSync(server, null));
    this.#sent = $state.raw(sent);
    this.#changed = $state(unsent);
  }

  get draft(): Draft {
    return this.#sync.draft;
  }
  get status(): sync.SyncStatus {
    return this.#sync.status;
  }
  get version(): number {
    return this.#sync.version;
  }
  get sending(): SendState {
    return this.#sending;
  }
  /** Runs in a browser with JavaScript, which saves by itself. */
  get connected(): boolean {
    return this.#connected;
  }
  get sent(): Draft | null {
    return this.#sent;
  }
  /** The answers say something else than what was sent. Only of interest once something was. */
  get unsent(): boolean {
    return this.#sent ? !saysTheSame(this.draft, this.#sent) : this.#changed;
  }
  get choice(): Comparison | null {
    return sync.openChoice(this.#sync);
  }
  get theirs(): sync.Theirs | null {
    return this.#sync.theirs;
  }

  /** Begins to save: from then on changes are kept on the device and sent. Returns what ends it. */
  connect(calls: SurveyCalls, kept: KeptDrafts): () => void {
    this.#calls = calls;
    this.#connected = true;
    this.#kept = kept;
    this.#set(sync.startSync({ version: this.#sync.version, draft: this.#sync.base }, kept.read()));
    const flush = () => void this.flush();
    const leave = () => document.visibilityState === 'hidden' && void this.flush(true);
    window.addEventListener('online', flush);
    document.addEventListener('visibilitychange', leave);
    if (kept.submissionPending(this.#sync.draft)) void this.submit();
    else if (this.#sync.status === 'unsaved') this.#schedule();
    return () => {
      window.removeEventListener('online', flush);
      document.removeEventListener('visibilitychange', leave);
      clearTimeout(this.#timer);
    };
  }

  change(draft: Draft): void {
    if (this.#sending !== 'sending') this.#sending = 'ready';
    this.#changed = true;
    this.#set(sync.edited(this.#sync, draft));
    if (this.#sync.status === 'unsaved') this.#schedule();
  }

  choose(draft: Draft): void {
    this.#set(sync.chosen(this.#sync, draft));
    void this.flush();
  }

  /** Sends what is unsaved, after what is on its way; resolves when the server has answered. `leaving`: the page is going away. */
  flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#changedAt = null;
    this.#queue = this.#queue.then(() => this.#send(leaving));
    return this.#queue;
  }

  async #send(leaving: boolean): Promise<void> {
    const out = sync.sending(this.#sync);
    if (!out || !this.#calls) return;
    this.#set(out);
    const reply = await this.#calls.putDraft(out.draft, out.version, leaving);
    if (reply.kind === 'saved') this.#settle(sync.acknowledged(this.#sync, reply.version));
    else if (reply.kind === 'behind') await this.#catchUp();
    else this.#refuse(reply.kind);
  }

  /** Sends the answers themselves. While the server can't be reached they wait, and go out with the next contact. */
  async submit(): Promise<void> {
    if (!this.#calls || !this.#kept || this.#sending === 'sending') return;
    this.#sending = 'sending';
    const { draft } = this.#sync;
    const key = this.#kept.submissionKey(draft);
    await this.flush();
    if (this.#sync.status === 'saved') {
      const reply = await this.#calls.submit(fitDraft(this.#form, draft), key);
      if (reply.kind === 'sent') {
        this.submitted = reply.submitted;
        this.#sent = draft;
        this.#changed = false;
        this.#kept.forgetSubmission();
      } else if (reply.kind === 'unfit') {
        this.#kept.forgetSubmission();
        this.#sending = 'unfit';
        return;
      } else this.#refuse(reply.kind);
    }
    const waits = this.#sync.status === 'unreachable';
    if (!waits) this.#kept.forgetSubmission();
    this.#sending = waits ? 'waiting' : 'ready';
  }

  async #catchUp(): Promise<void> {
    const reply = await this.#calls?.getDraft();
    if (!reply) return;
    if (reply.kind === 'read') this.#settle(sync.overtaken(this.#sync, reply));
    else this.#refuse(reply.kind);
  }

  #settle(next: sync.Sync): void {
    this.#tries = 0;
    this.#set(next);
    if (next.status === 'unsaved') this.#schedule();
    if (next.status === 'saved' && this.#sending === 'waiting') void this.submit();
  }

  #refuse(kind: Refusal['kind']): void {
    if (kind === 'closed' || kind === 'signed-out') return this.#set(sync.refused(this.#sync, kind));
    this.#set(sync.unreachable(this.#sync));
    const wait = Math.min(RETRY.longest, RETRY.first * 2 ** this.#tries++);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#changedAt ??= now;
    const wait = Math.max(0, Math.min(PAUSE, this.#changedAt + LIMIT - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #set(next: sync.Sync): void {
    this.#sync = next;
    this.#kept?.write(sync.toKeep(next));
  }
}

export const [getSurveyDraft, setSurveyDraft] = createContext<SurveyDraft>();

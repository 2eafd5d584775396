import type { Draft } from './form.ts';

/** One thing that can differ between two drafts: an item, everything said about an agency, or an open answer. */
export type Place = { part: 'answers' | 'ties' | 'texts'; id: string };

const PARTS = ['answers', 'ties', 'texts'] as const;

/** What stands at a place, in a form that compares by `===`; undefined where nothing does. */
function at(draft: Draft, { part, id }: Place): string | undefined {
  const value = draft[part][id];
  if (value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  return Object.keys(value)
    .sort()
    .map((question) => `${question}=${value[question]}`)
    .join('&');
}

const places = (...drafts: Draft[]): Place[] =>
  PARTS.flatMap((part) =>
    [...new Set(drafts.flatMap((draft) => Object.keys(draft[part])))].map((id) => ({ part, id })),
  );

/** Same answers, ties and texts. Whether a tie was carried over is no difference. */
export const sameDraft = (a: Draft, b: Draft): boolean => places(a, b).every((place) => at(a, place) === at(b, place));

/** Same answers, ties and texts to whoever reads them: an agency without a rating and a text without words say nothing. */
export const saysTheSame = (a: Draft, b: Draft): boolean => sameDraft(said(a), said(b));

const said = (draft: Draft): Draft => ({
  ...draft,
  ties: Object.fromEntries(Object.entries(draft.ties).filter(([, rating]) => Object.keys(rating).length > 0)),
  texts: Object.fromEntries(Object.entries(draft.texts).filter(([, text]) => text.trim() !== '')),
});

function put(target: Draft, source: Draft, { part, id }: Place): void {
  const value = source[part][id];
  if (value === undefined) delete target[part][id];
  else Object.assign(target[part], { [id]: value });
  if (part !== 'ties') return;
  target.carried = target.carried.filter((agency) => agency !== id);
  if (source.carried.includes(id)) target.carried.push(id);
}

const copy = (draft: Draft): Draft => ({
  answers: { ...draft.answers },
  ties: { ...draft.ties },
  texts: { ...draft.texts },
  carried: [...draft.carried],
});

export interface Comparison {
  /** Answered differently on both sides since `base`: someone has to choose. */
  disputed: Place[];
  /** Changed on the other side only. */
  fromTheirs: Place[];
  /** Everything from both sides, disputed places as in `mine`, or as in `theirs`. */
  preferMine: Draft;
  preferTheirs: Draft;
}

/** Compares two drafts that both go back to `base`, place by place. No place is lost in either result. */
export function compareDrafts(base: Draft, mine: Draft, theirs: Draft): Comparison {
  const disputed: Place[] = [];
  const fromTheirs: Place[] = [];
  const preferMine = copy(mine);
  const preferTheirs = copy(mine);
  for (const place of places(base, mine, theirs)) {
    const [was, here, there] = [at(base, place), at(mine, place), at(theirs, place)];
    if (here === there || there === was) continue;
    put(preferTheirs, theirs, place);
    if (here === was) {
      fromTheirs.push(place);
      put(preferMine, theirs, place);
    } else disputed.push(place);
  }
  return { disputed, fromTheirs, preferMine, preferTheirs };
}

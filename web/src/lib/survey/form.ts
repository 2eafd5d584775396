/** One choice of a question; without a label of its own the number is its label. */
export interface Point {
  value: number;
  label: string;
}

/** `points` is null where the answer is typed as a number (a decimal item, or a range too long to list). */
export interface ItemQuestion {
  id: string;
  text: string;
  min: number;
  max: number;
  decimal: boolean;
  points: Point[] | null;
}

export interface TieQuestion {
  id: string;
  text: string;
  min: number;
  points: Point[];
  visibility: 'agency' | 'aggregate';
  /** Asked only where `tie` was answered at `level` or above; null where it is always asked. */
  askedFrom: { tie: string; level: number } | null;
}

export interface OpenQuestion {
  id: string;
  text: string;
}

export interface ItemSection {
  title: string;
  /** The network's agreed goals stand above these questions. */
  aboutGoals: boolean;
  questions: ItemQuestion[];
}

/** Another agency of the network. */
export interface Agency {
  id: string;
  name: string;
}

/** What a member is asked in one wave, in one language. */
export interface SurveyForm {
  sections: ItemSection[];
  ties: TieQuestion[];
  /** The tie question that the roster stands for: its 0 is 'no contact'. Null when no ties are asked. */
  gate: string | null;
  texts: OpenQuestion[];
  agencies: Agency[];
  /** Last wave's ratings by agency and tie question, of those that were rated. */
  previous: Record<string, Record<string, number>>;
  /** How many agencies the member had contact with then. */
  partnersBefore: number;
}

/** Answers as saved so far. An agency with an empty entry under `ties` is ticked and not rated. */
export interface Draft {
  answers: Record<string, number>;
  ties: Record<string, Record<string, number>>;
  texts: Record<string, string>;
  /** Agencies whose ratings were confirmed as 'still so'. */
  carried: string[];
}

export const emptyDraft = (): Draft => ({ answers: {}, ties: {}, texts: {}, carried: [] });

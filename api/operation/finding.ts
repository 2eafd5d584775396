/** What a check found: all is well, something to know, or something that has to be mended. */
export interface Finding {
  check: string;
  state: 'ok' | 'note' | 'wrong';
  says: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const note = (check: string, says: string, advice: string): Finding => ({ check, state: 'note', says, advice });
export const wrong = (check: string, says: string, advice: string): Finding => ({
  check,
  state: 'wrong',
  says,
  advice,
});

const QUESTION = '[data-question]';
const TYPED = 'textarea, select, input:not([type="radio"], [type="checkbox"])';

const isOnScreen = (element: HTMLElement): boolean => element.offsetParent !== null;

/** The questions of a form that are on the screen. */
const questionsOf = (form: HTMLFormElement): HTMLElement[] =>
  [...form.querySelectorAll<HTMLElement>(QUESTION)].filter(isOnScreen);

/** Puts the focus where an answer is given: the chosen point, else the first; the field itself where one types. */
export function focusQuestion(question: HTMLElement | undefined): void {
  const fields = [...(question?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])].filter(isOnScreen);
  const points = fields.filter(({ type }) => type === 'radio' || type === 'checkbox');
  const target = points.find(({ checked }) => checked) ?? points[0] ?? fields[0];
  target?.focus({ preventScroll: true });
  question?.scrollIntoView({ block: 'nearest' });
}

const isAnswered = (question: HTMLElement): boolean =>
  question.querySelector('input:checked') !== null ||
  [...question.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TYPED)].some(({ value }) => value !== '');

/** Focus for a page that has just come up: its first question without an answer, else its first. */
export function focusFirstOpen(form: HTMLFormElement): void {
  const questions = questionsOf(form);
  focusQuestion(questions.find((question) => !isAnswered(question)) ?? questions[0]);
}

/**
 * Digits choose the point of that value in the question that has the focus; Enter goes on to the next question of the page.
 * True when the key has been dealt with; Enter on the last question is left to the form, which then continues.
 */
export function answerByKey(event: KeyboardEvent, form: HTMLFormElement): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return false;
  const question = event.target.closest<HTMLElement>(QUESTION);
  if (!question) return false;
  if (event.key === 'Enter') return goOn(event.target, question, form);
  if (!/^\d$/.test(event.key) || event.target.matches(TYPED)) return false;
  const point = question.querySelector<HTMLInputElement>(`input[type="radio"][value="${event.key}"]`);
  if (!point) return false;
  point.focus();
  point.click();
  return true;
}

function goOn(target: HTMLElement, question: HTMLElement, form: HTMLFormElement): boolean {
  if (target.matches('textarea, button, a')) return false;
  const questions = questionsOf(form);
  const next = questions[questions.indexOf(question) + 1];
  if (next) focusQuestion(next);
  else form.requestSubmit();
  return true;
}

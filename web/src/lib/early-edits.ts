/**
 * What a reader typed or ticked before the page's script arrived. Its arrival sets every field to what the server sent, and on a
 * slow line that is seconds later: the reader's own is written back, and told to whoever listens, as if it were done just then.
 * `app.html` notes which fields were touched.
 */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Edit = { field: Field; value: string; checked: boolean | null };

let edits: Edit[] = [];

const isTick = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

/** Just before the script takes the page over: until then the reader goes on. Chosen files stay by themselves, and may not be written. */
export function keepEarlyEdits(): void {
  edits = [...(window.earlyFields ?? [])]
    .filter((field) => field.type !== 'file')
    .map((field) => ({ field, value: field.value, checked: isTick(field) ? field.checked : null }));
  window.earlyFields = undefined;
}

/** Once it has. */
export function restoreEarlyEdits(): void {
  for (const { field, value, checked } of edits.splice(0)) {
    if (isTick(field) ? field.checked === checked : field.value === value) continue;
    if (isTick(field)) field.checked = checked ?? false;
    else field.value = value;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

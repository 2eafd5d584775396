import { m } from '@rapport/messages';
import { fail } from '@sveltejs/kit';
import { textsOf, uploadOf } from './attempt';
import { readInstrument } from './read-instrument';

/** Shows an uploaded instrument as members would see it, or all that is wrong with it; saves nothing. */
export async function previewInstrument({ request }: { request: Request }) {
  const text = await uploadOf(await request.formData(), 'file');
  if (text === null) return refusedInstrument(m.questions_no_file());
  const { instrument, faults } = readInstrument(text);
  return instrument ? { instrument, text } : fail(422, { faults });
}

/** The instrument that was looked at, from the form that uses it. */
export const instrumentIn = (form: FormData) => readInstrument(textsOf(form, ['text']).text);

/** Why an instrument was not taken, as a sentence of its own. */
export const refusedInstrument = (message: string) => fail(422, { faults: [{ path: '', message }] });

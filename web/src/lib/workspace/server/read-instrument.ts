import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';

interface ValueFault {
  path: string;
  message: string;
}

/** At most so many faults of an instrument are shown. */
const SHOWN_FAULTS = 30;

/** An instrument from the text of its JSON file, or all that is wrong with it, each with the path to it. */
export function readInstrument(
  text: string,
): { instrument: Instrument; faults: [] } | { instrument: null; faults: ValueFault[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      instrument: null,
      faults: [{ path: '', message: error instanceof Error ? error.message : String(error) }],
    };
  }
  const parsed = instrumentSchema.safeParse(json);
  if (parsed.success) return { instrument: parsed.data, faults: [] };
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { instrument: null, faults: faults.slice(0, SHOWN_FAULTS) };
}

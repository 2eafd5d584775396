import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';

const NEARLY = 0.995;

/** How sure, in words with its number (0–1 in): `94 in 100 sure`; the ends in words, since 100 in 100 is never known. */
export function confidenceWords(confidence: number | null, locale: Locale): string {
  if (confidence === null) return m.confidence_unknown({}, { locale });
  if (confidence >= NEARLY) return m.confidence_nearly_sure({}, { locale });
  if (confidence < 0.01) return m.confidence_under_one({}, { locale });
  return m.confidence_number({ number: Math.round(confidence * 100) }, { locale });
}

/** The bare chance (0–1 in), `4 in 100`, for a rung that is not reached. */
export function chanceWords(confidence: number, locale: Locale): string {
  if (confidence >= NEARLY) return m.chance_nearly_sure({}, { locale });
  if (confidence < 0.01) return m.chance_under_one({}, { locale });
  return m.chance_number({ number: Math.round(confidence * 100) }, { locale });
}

/** How sure in 100 (0–1 in), as tables and pictures have room for it: `94`, `>99`, `<1`, `–` where it is not known. */
export function confidenceFigure(confidence: number | null | undefined): string {
  if (typeof confidence !== 'number') return '–';
  if (confidence >= NEARLY) return '>99';
  return confidence < 0.01 ? '<1' : String(Math.round(confidence * 100));
}

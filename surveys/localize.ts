import type { Localized } from './text.ts';

/** The text in `locale`, else in its language without region, else in English, else in the first language there is. */
export function localize(text: Localized, locale: string): string {
  return text[locale] ?? text[locale.split('-')[0] ?? locale] ?? text.en ?? Object.values(text)[0] ?? '';
}

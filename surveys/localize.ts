import type { Localized } from './text.ts';

/** The text in `locale`, else in its language without region, else in English, else in the first language there is. */
export function localize(text: Localized, locale: string): string {
  // Own texts alone: a locale may be any word, `constructor` too.
  const own = (tag: string) => (Object.hasOwn(text, tag) ? text[tag] : undefined);
  return own(locale) ?? own(locale.split('-')[0] ?? locale) ?? own('en') ?? Object.values(text)[0] ?? '';
}

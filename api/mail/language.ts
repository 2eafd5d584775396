import { isLocale, type Locale } from '@rapport/messages/runtime';

/** The first of the tags that there are words in, by its language alone where need be (`id-ID`); English otherwise. */
export function mailLanguage(...tags: (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const [language] = tag?.toLowerCase().split('-') ?? [];
    if (isLocale(language)) return language;
  }
  return 'en';
}

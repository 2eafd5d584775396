import { baseLocale, locales } from '@rapport/messages/settings';

export { baseLocale, locales };

/**
 * What words ask of paraglide's runtime, for browsers, where it stands in for it: the server has chosen the language and says so
 * in the page. The whole runtime would weigh more than the words of the survey's first page.
 */
export const getLocale = (): string => {
  const { lang } = document.documentElement;
  return isLocale(lang) ? lang : baseLocale;
};

export const isLocale = (tag: unknown): boolean => locales.some((locale) => locale === tag);

/** Set where a build knows one language only. */
export const experimentalStaticLocale = undefined;

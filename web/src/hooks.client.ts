import { baseLocale, isLocale, overwriteGetLocale } from '@rapport/messages/runtime';

// The server has chosen the language; the browser's own guess could differ from it and would change the words on hydration.
overwriteGetLocale(() => {
  const { lang } = document.documentElement;
  return isLocale(lang) ? lang : baseLocale;
});

import type { Locale } from '../compiled/runtime.js';

const MINUS = '\u2212';

/** British English where the page says `en`: day before month, no comma before `and`. */
const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);

const format = (value: number, locale: Locale, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(tag(locale), options).format(value).replace('-', MINUS);

/** Points of a 0–100 scale, or any plain figure: at most `digits` decimals, with a real minus. */
export const figure = (value: number, locale: Locale, digits = 1): string =>
  format(value, locale, { maximumFractionDigits: digits });

/** The same with exactly one decimal, so that columns line up. */
export const points = (value: number, locale: Locale): string =>
  format(value, locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** With its sign: `+3.2`, `−1.0`, `0.0`. */
export const signed = (value: number, locale: Locale): string =>
  format(value, locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });

/** A share (0–1) as whole percent. */
export const percent = (share: number, locale: Locale): string =>
  format(share, locale, { style: 'percent', maximumFractionDigits: 0 });

/** `a, b and c`. */
export const list = (parts: string[], locale: Locale): string =>
  new Intl.ListFormat(tag(locale), { style: 'long', type: 'conjunction' }).format(parts);

/** A day in words, `31 January 2026`; dates carry no zone, so none is applied. */
export const day = (date: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** The first letter as a capital, for a name that opens a sentence. */
export const capital = (text: string, locale: Locale): string =>
  text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

import type { TrendData } from '@rapport/charts/trend-data';
import type { Locale } from '@rapport/messages/runtime';
import { figure, points } from '@rapport/messages/words/numbers';

/** A figure of a chart in words: to 0.1 on 0–100, else with the decimals of its axis. */
export const levelWords = ({ axis }: Pick<TrendData, 'axis'>, value: number, locale: Locale): string =>
  axis ? figure(value, locale, axis.digits) : points(value, locale);

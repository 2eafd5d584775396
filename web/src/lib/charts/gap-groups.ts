import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { suppressionWords } from '@rapport/messages/words/suppressions';
import type { TrendData } from '@rapport/charts/trend-data';

export interface GapGroup {
  title: string;
  reason: TrendData['gaps'][number]['reason'];
  /** Labels of the waves. */
  waves: string[];
}

/** The gaps of a chart by scale and reason, in the chart's order. */
export function gapGroups(gaps: TrendData['gaps']): GapGroup[] {
  const groups = new Map<string, GapGroup>();
  for (const { scale, title, label, reason } of gaps) {
    const key = `${scale} ${reason}`;
    const group = groups.get(key);
    if (group) group.waves.push(label);
    else groups.set(key, { title, reason, waves: [label] });
  }
  return [...groups.values()];
}

/** Why a place of the chart has no figure. */
export function gapWords(data: TrendData, scale: string, label: string, locale: Locale): string {
  const gap = data.gaps.find((one) => one.scale === scale && one.label === label);
  return reasonWords(data, gap?.reason ?? null, locale);
}

export const reasonWords = (
  { unsaid }: Pick<TrendData, 'unsaid'>,
  reason: GapGroup['reason'],
  locale: Locale,
): string => (reason ? suppressionWords(reason, locale) : (unsaid ?? m.chart_nobody({}, { locale })));

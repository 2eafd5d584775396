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

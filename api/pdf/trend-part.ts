import { peopleText } from '@rapport/analytics/release/people';
import type { ReleasedChange } from '@rapport/analytics/release/released-analysis';
import { trendData } from '@rapport/charts/trend-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { changeIsShown, changeReasons, latestChange } from '@rapport/messages/words/changes';
import { scaleTitle } from '@rapport/messages/words/names';
import { points, signed } from '@rapport/messages/words/numbers';
import type { ReportWords } from '@rapport/messages/words/report';
import { dashNote, slopesTable } from '@rapport/messages/words/report-tables';
import { waveLabel, type Standing } from '@rapport/messages/words/standing';
import { NONE, right } from './cells.ts';
import type { Sheet } from './sheet.ts';
import { PICTURE, trendPicture } from './trend-picture.ts';
import { wordTable } from './word-table.ts';

/** Where it is going: the chart, its numbers, what moved a year, and what the last change is made of. */
export function trend(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  const { release, instrument } = standing;
  const data = trendData(release, instrument, locale);
  sheet.h2(m.lead_q_trend({}, { locale }), words.trend.finding);
  for (const sentence of words.trend.disagreeing) sheet.p(sentence);
  const ends = data.series.flatMap(({ title, points: row }) => {
    const known = row.filter((point) => point !== null);
    const [first, last] = [known.at(0), known.at(-1)];
    return first && last
      ? [m.chart_from_to({ scale: title, from: points(first.mean, locale), to: points(last.mean, locale) }, { locale })]
      : [];
  });
  if (ends.length > 0) {
    const height = (sheet.width * PICTURE.height) / PICTURE.width;
    const picture = trendPicture(data, locale);
    sheet.figure(height, [words.trend.finding, ...ends].join('. '), (left, top) => {
      sheet.doc.image(picture, left, top, { width: sheet.width });
    });
    sheet.key(data.series.map(({ title, style }) => ({ title, ...style })));
    sheet.note(m.chart_caption({}, { locale }));
  }
  wordTable(sheet, slopesTable(standing, locale));
  for (const note of words.trend.notes) sheet.note(note);
  sheet.table(
    m.chart_table_caption({ network: release.context.name }, { locale }),
    [{ title: m.chart_wave({}, { locale }), share: 1 }, ...data.series.map(({ title }) => right(title, 1.3))],
    data.waves.map(({ label }, at) => [
      label,
      ...data.series.map(({ points: row }) => {
        const point = row[at];
        if (!point) return m.chart_held_back({}, { locale });
        const { interval: ci } = point;
        const range = ci ? ` (${points(ci[0], locale)}–${points(ci[1], locale)})` : '';
        return `${points(point.mean, locale)}${range}${point.n === null ? '' : `, n ${peopleText(point.n)}`}`;
      }),
    ]),
  );
  const change = latestChange(release);
  if (!change) return;
  if (words.trend.change) sheet.h3(words.trend.change);
  lastChange(sheet, standing, change, locale);
}

function lastChange(sheet: Sheet, { release, instrument }: Standing, change: ReleasedChange, locale: Locale): void {
  const [counts] = Object.values(change.scales);
  if (counts) {
    const { stayers, joiners, leavers } = counts;
    const people = { stayers: peopleText(stayers), joiners: peopleText(joiners), leavers: peopleText(leavers) };
    sheet.p(m.change_counts(people, { locale }));
  }
  const reasons = changeReasons(release, change, locale);
  if (!changeIsShown(change)) {
    if (reasons.length > 0) sheet.note(m.change_held_back({ reasons: reasons.join('; ') }, { locale }));
    return;
  }
  const number = (value: number | null): string => (value === null ? NONE : signed(value, locale));
  sheet.table(
    m.change_caption({ wave: waveLabel(release, change.from) }, { locale }),
    [
      { title: m.change_scale({}, { locale }), share: 1.3 },
      right(m.change_same({}, { locale }), 1.6),
      right(m.change_entry({}, { locale })),
      right(m.change_exit({}, { locale })),
      right(m.change_total({}, { locale })),
    ],
    Object.entries(change.scales).map(([scale, { mean, ci, entry, exit, total }]) => [
      scaleTitle(instrument, scale, locale),
      `${number(mean)}${ci ? ` (${points(ci[0], locale)} – ${points(ci[1], locale)})` : ''}`,
      number(entry),
      number(exit),
      number(total),
    ]),
  );
  for (const note of dashNote(reasons, locale)) sheet.note(note);
}

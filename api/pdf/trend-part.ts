import { peopleText } from '@rapport/analytics/release/people';
import type { ReleasedChange } from '@rapport/analytics/release/released-analysis';
import { trendData, type TrendData, type TrendSeries } from '@rapport/charts/trend-data';
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
import { LOWEST_PICTURE, PICTURE, trendPicture } from './trend-picture.ts';
import { wordTable } from './word-table.ts';

/** Room in points that the lowest chart takes with its key and caption, and the head of a table with its first rows. */
const LOWEST_ROOM = 220;
const ROOM_FOR_TABLE = 90;
/** A table of levels has room for the figures of so many scales beside each other. */
const MOST_SCALES = 5;

/** Where it is going: the chart, its numbers, what moved a year, and what the last change is made of. */
export function trend(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  const { release, instrument } = standing;
  const data = trendData(release, instrument, locale);
  sheet.h2(m.lead_q_trend({}, { locale }), words.trend.finding);
  for (const sentence of words.trend.disagreeing) sheet.p(sentence);
  // Where the chart would leave much of the page blank, the tables come before it, the one that may break first.
  if (sheet.free < LOWEST_ROOM && sheet.free > ROOM_FOR_TABLE) {
    levels(sheet, data, release.context.name, locale);
    slopes(sheet, standing, words, locale);
    chart(sheet, data, words, locale);
  } else {
    chart(sheet, data, words, locale);
    slopes(sheet, standing, words, locale);
    levels(sheet, data, release.context.name, locale);
  }
  const change = latestChange(release);
  if (!change) return;
  if (words.trend.change) sheet.h3(words.trend.change);
  lastChange(sheet, standing, change, locale);
}

/** The chart, no higher than the page has room for, with its key and its caption. */
function chart(sheet: Sheet, data: TrendData, words: ReportWords, locale: Locale): void {
  const ends = data.series.flatMap(({ title, points: row }) => {
    const known = row.filter((point) => point !== null);
    const [first, last] = [known.at(0), known.at(-1)];
    return first && last
      ? [m.chart_from_to({ scale: title, from: points(first.mean, locale), to: points(last.mean, locale) }, { locale })]
      : [];
  });
  if (ends.length === 0) return;
  const dots = PICTURE.width / sheet.width;
  const lines = data.series.map(({ title, style }) => ({ title, ...style }));
  const caption = m.chart_caption({}, { locale });
  const beneath = sheet.keyHeight(lines) + sheet.noteHeight(caption) + 6;
  const room = (sheet.free - beneath) * dots;
  const pixels = room < LOWEST_PICTURE ? PICTURE.height : Math.floor(Math.min(PICTURE.height, room));
  const picture = trendPicture(data, locale, pixels);
  const alt = [words.trend.finding, ...ends].join('. ');
  const draw = (left: number, top: number) => void sheet.doc.image(picture, left, top, { width: sheet.width });
  sheet.figure(pixels / dots, alt, draw, beneath);
  sheet.key(lines);
  sheet.note(caption);
}

function slopes(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  wordTable(sheet, slopesTable(standing, locale));
  for (const note of words.trend.notes) sheet.note(note);
}

function levels(sheet: Sheet, { waves, series }: TrendData, network: string, locale: Locale): void {
  const figures = ({ points: row }: TrendSeries, at: number): string => {
    const point = row[at];
    if (!point) return m.chart_held_back({}, { locale });
    const { interval: ci } = point;
    const range = ci ? ` (${points(ci[0], locale)}–${points(ci[1], locale)})` : '';
    return `${points(point.mean, locale)}${range}${point.n === null ? '' : `, n ${peopleText(point.n)}`}`;
  };
  for (let from = 0; from < series.length; from += MOST_SCALES) {
    const part = series.slice(from, from + MOST_SCALES);
    sheet.table(
      m.chart_table_caption({ network }, { locale }),
      [{ title: m.chart_wave({}, { locale }), share: 1 }, ...part.map(({ title }) => right(title, 1.3))],
      waves.map(({ label }, at) => [label, ...part.map((one) => figures(one, at))]),
    );
  }
}

function lastChange(sheet: Sheet, { release, instrument }: Standing, change: ReleasedChange, locale: Locale): void {
  const [counts] = Object.values(change.scales);
  const reasons = changeReasons(release, change, locale);
  const heldBack =
    changeIsShown(change) || reasons.length === 0
      ? null
      : m.change_held_back({ reasons: reasons.join('; ') }, { locale });
  if (counts) {
    const { stayers, joiners, leavers } = counts;
    const people = { stayers: peopleText(stayers), joiners: peopleText(joiners), leavers: peopleText(leavers) };
    sheet.p(m.change_counts(people, { locale }), heldBack ? sheet.noteHeight(heldBack) : 0);
  }
  if (heldBack) sheet.note(heldBack);
  if (!changeIsShown(change)) return;
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
    dashNote(reasons, locale),
  );
}

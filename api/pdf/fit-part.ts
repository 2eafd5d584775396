import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { confidenceFigure } from '@rapport/messages/words/confidence';
import { REACH, requirements } from '@rapport/messages/words/limits';
import { modeName, modeNameById, scaleTitle } from '@rapport/messages/words/names';
import { capital, percent, points, signed } from '@rapport/messages/words/numbers';
import { nextFinding } from '@rapport/messages/words/next-steps';
import type { ReportWords } from '@rapport/messages/words/report';
import { rungsTable } from '@rapport/messages/words/report-tables';
import { waveLabel, type Standing } from '@rapport/messages/words/standing';
import { NONE, right } from './cells.ts';
import type { Sheet } from './sheet.ts';
import { wordTable } from './word-table.ts';

/** What holds the network back, what could help, how sure each rung is and how far its cuts are. */
export function findings(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  if (standing.modes.length > 0) {
    sheet.h2(words.limits.question ?? m.report_q_limits({}, { locale }), words.limits.finding);
    if (words.limits.sentences.length > 0) sheet.list(words.limits.sentences);
  }
  if (words.next.length > 0) sheet.h2(m.report_q_next({}, { locale }), nextFinding(standing, locale));
  for (const { title, body } of words.next) {
    sheet.h3(title);
    sheet.p(body);
  }
  if (words.next.length > 0) sheet.note(m.next_no_failure({}, { locale }));
  if (!words.fit) return;
  sheet.h2(m.report_q_fit({}, { locale }), words.fit.finding);
  sheet.p(words.fit.margin);
  margins(sheet, standing, locale);
  wordTable(sheet, rungsTable(standing, locale));
  if (words.fit.timeline) sheet.h3(words.fit.timeline);
  timeline(sheet, standing, locale);
  sheet.note(m.method_cuts_short({}, { locale }));
}

function margins(sheet: Sheet, standing: Standing, locale: Locale): void {
  const { modes, wave, instrument } = standing;
  const columns = modes.map((mode) => ({ mode, parts: requirements(standing, mode) }));
  const factors = [...new Set(columns.flatMap(({ parts }) => parts.map(({ factor }) => factor)))];
  const inPoints = (share: number) =>
    `${signed(share * 100, locale).replace(/[.,]\d$/, '')} ${m.unit_percent_points({}, { locale })}`;
  const rows = factors.map((factor) => {
    const level = wave.scales[factor];
    const ci = level?.organisationCi;
    const now =
      factor === REACH
        ? m.margins_by_rung({}, { locale })
        : level && level.organisationMean !== null
          ? `${points(level.organisationMean, locale)}${ci ? ` (${points(ci[0], locale)}–${points(ci[1], locale)})` : ''}`
          : NONE;
    const cells = columns.map(({ parts }) => {
      const part = parts.find((one) => one.factor === factor);
      if (!part) return m.margins_not_asked({}, { locale });
      if (part.margin === null) return NONE;
      return factor === REACH
        ? `${part.value === null ? NONE : percent(part.value, locale)}\n(${m.margins_cut({ cut: percent(part.cut, locale), margin: inPoints(part.margin) }, { locale })})`
        : `${signed(part.margin, locale)} (${m.margins_cut_points({ cut: points(part.cut, locale) }, { locale })})`;
    });
    const name = factor === REACH ? m.margins_reach({}, { locale }) : scaleTitle(instrument, factor, locale);
    return [name, now, ...cells];
  });
  sheet.table(
    m.margins_caption({}, { locale }),
    [
      { title: m.margins_asked({}, { locale }), share: 1.2 },
      right(m.margins_now({}, { locale }), 1.1),
      ...columns.map(({ mode }) => right(capital(modeName(mode, locale), locale), 1.2)),
    ],
    rows,
  );
}

function timeline(sheet: Sheet, { release, modes }: Standing, locale: Locale): void {
  sheet.table(
    m.timeline_caption({}, { locale }),
    [
      { title: m.chart_wave({}, { locale }), share: 1.4 },
      ...modes.map((mode) => right(capital(modeName(mode, locale), locale))),
      { title: capital(m.timeline_verdict({}, { locale }), locale), share: 1.2, right: true },
    ],
    release.waves.map(({ wave, stage }) => [
      waveLabel(release, wave),
      ...modes.map(({ id }) => confidenceFigure(stage?.confidence[id])),
      stage?.verdict.mode ? capital(modeNameById(modes, stage.verdict.mode, locale), locale) : NONE,
    ]),
  );
}

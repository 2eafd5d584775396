import { peopleText, rateText } from '@rapport/analytics/release/people';
import { numberedLog, trendData } from '@rapport/charts/trend-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { latestChange } from '@rapport/messages/words/changes';
import { REACH, requirements } from '@rapport/messages/words/limits';
import { effectWords, kindName } from '@rapport/messages/words/log';
import {
  factorName,
  levelName,
  modeName,
  modeNameById,
  organisationName,
  scaleTitle,
} from '@rapport/messages/words/names';
import { capital, day, list, percent, points, signed } from '@rapport/messages/words/numbers';
import { mainQuestion } from '@rapport/messages/words/relations';
import { reportWords, type ReportWords } from '@rapport/messages/words/report';
import { modeAbove, placeOf, standing as standingOf, waveLabel, type Standing } from '@rapport/messages/words/standing';
import type { ReportDocument } from '../schemas/reports.ts';
import { drawLadder } from './ladder.ts';
import { Sheet } from './sheet.ts';
import { PICTURE, trendPicture } from './trend-picture.ts';
import { NONE, right } from './cells.ts';
import { evidence, method } from './method-part.ts';

export interface PdfJob {
  document: ReportDocument;
  sha256: string;
  locale: Locale;
}

/** A published report as a tagged PDF on A4: the page's words, figures and order. */
export async function reportPdf({ document, sha256, locale }: PdfJob): Promise<Buffer> {
  const { network, wave, release } = document;
  const title = m.report_title({ network: network.name }, { locale });
  const published = day(document.published.slice(0, 10), locale);
  const sheet = new Sheet({ title, lang: locale, author: network.name, date: new Date(document.published) });
  const eyebrow = m.report_eyebrow({ network: network.name, wave: wave.label, published }, { locale });
  const standing = standingOf(release, wave.wave) ?? standingOf(release);
  sheet.note(eyebrow);
  if (!standing) sheet.h1(m.report_empty({}, { locale }));
  else {
    const words = document.texts?.[locale] ?? reportWords(standing, locale);
    head(sheet, document, standing, words, locale);
    findings(sheet, standing, words, locale);
    trend(sheet, standing, words, locale);
    ties(sheet, standing, words, locale);
    log(sheet, standing, words, locale);
    evidence(sheet, standing, locale);
    method(sheet, standing, sha256, locale);
  }
  return sheet.end((page, pages) => `${eyebrow} · ${page}/${pages}`);
}

function head(sheet: Sheet, document: ReportDocument, standing: Standing, words: ReportWords, locale: Locale): void {
  sheet.h1(words.verdict);
  if (words.lede) sheet.lede(words.lede);
  sheet.note(
    [
      m.report_number({ number: document.number }, { locale }),
      ...(document.replaces ? [m.report_replaces({ number: document.replaces.number }, { locale })] : []),
    ].join(' '),
  );
  if (standing.stage) drawLadder(sheet, standing, locale);
  sheet.list(facts(standing, locale));
  if (document.summary) {
    sheet.h3(m.report_summary({}, { locale }));
    sheet.p(document.summary);
  }
  if (document.context) {
    sheet.h3(m.report_context({}, { locale }));
    sheet.p(document.context);
  }
}

function facts({ stage, modes, wave, instrument }: Standing, locale: Locale): string[] {
  const rung = stage && (modes[placeOf(modes, stage.verdict.mode) - 1] ?? modeAbove(modes, null));
  const share = rung ? stage.shares[rung.id] : null;
  const rate = rateText(wave.responseRate);
  const rows: [term: string, value: string | null][] = [
    [
      m.fact_gap({}, { locale }),
      stage && stage.gap.funder !== null
        ? stage.gap.funder > 0
          ? m.fact_rungs({ count: stage.gap.funder }, { locale })
          : m.fact_no_gap({}, { locale })
        : null,
    ],
    [
      m.fact_held_back({}, { locale }),
      stage && stage.limitedBy.length > 0
        ? list(
            stage.limitedBy.map((factor) => factorName(instrument, factor, locale)),
            locale,
          )
        : null,
    ],
    [
      rung ? m.fact_share({ mode: modeName(rung, locale) }, { locale }) : '',
      typeof share === 'number' ? percent(share, locale) : null,
    ],
    [
      m.fact_heard({}, { locale }),
      m.fact_agencies({ heard: wave.organisationsHeard, all: wave.organisations }, { locale }),
    ],
    [
      m.fact_people({}, { locale }),
      rate && m.fact_people_range({ rate, some: peopleText(wave.responded) }, { locale }),
    ],
  ];
  return rows.flatMap(([term, value]) => (value === null ? [] : [`${term}: ${value}`]));
}

function findings(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  sheet.h2(m.report_q_limits({}, { locale }), words.limits.finding);
  if (words.limits.sentences.length > 0) sheet.list(words.limits.sentences);
  sheet.h2(m.report_q_next({}, { locale }), m.lead_next_finding({}, { locale }));
  for (const { title, body } of words.next) {
    sheet.h3(title);
    sheet.p(body);
  }
  sheet.note(m.next_no_failure({}, { locale }));
  if (!words.fit) return;
  sheet.h2(m.report_q_fit({}, { locale }), words.fit.finding);
  sheet.p(words.fit.margin);
  margins(sheet, standing, locale);
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
        ? `${part.value === null ? NONE : percent(part.value, locale)} (${m.margins_cut({ cut: percent(part.cut, locale), margin: inPoints(part.margin) }, { locale })})`
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
  const sure = (confidence: number | null | undefined): string =>
    typeof confidence !== 'number'
      ? NONE
      : confidence >= 0.995
        ? '>99'
        : confidence < 0.01
          ? '<1'
          : String(Math.round(confidence * 100));
  sheet.table(
    m.timeline_caption({}, { locale }),
    [
      { title: m.chart_wave({}, { locale }), share: 1.4 },
      ...modes.map((mode) => right(capital(modeName(mode, locale), locale))),
      { title: capital(m.timeline_verdict({}, { locale }), locale), share: 1.2, right: true },
    ],
    release.waves.map(({ wave, stage }) => [
      waveLabel(release, wave),
      ...modes.map(({ id }) => sure(stage?.confidence[id])),
      stage?.verdict.mode ? capital(modeNameById(modes, stage.verdict.mode, locale), locale) : NONE,
    ]),
  );
}

function trend(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
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
  const [counts] = Object.values(change.scales);
  if (counts) {
    const { stayers, joiners, leavers } = counts;
    const people = { stayers: peopleText(stayers), joiners: peopleText(joiners), leavers: peopleText(leavers) };
    sheet.p(m.change_counts(people, { locale }));
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
}

function ties(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  const { wave, instrument, release, label } = standing;
  sheet.h2(m.report_q_ties({}, { locale }), words.ties);
  const question = mainQuestion(standing);
  const levels = question === null ? undefined : wave.network?.[question]?.levels;
  if (question === null || !levels) return;
  const share = (value: number | null): string => (value === null ? NONE : percent(value, locale));
  const top = levels.findLast(({ pocketCount }) => pocketCount > 0);
  sheet.h3(
    top
      ? m.pockets_title(
          { count: top.pocketCount, mode: levelName(instrument, question, top.level, locale) },
          { locale },
        )
      : m.pockets_none({}, { locale }),
  );
  if (top && top.pockets.length > 0)
    sheet.list(
      top.pockets.map((pocket) =>
        list(
          pocket.map((id) => organisationName(release.context.organisations, id)),
          locale,
        ),
      ),
    );
  if (top && top.pocketCount > top.pockets.length)
    sheet.note(m.pockets_unnamed({ count: top.pocketCount - top.pockets.length }, { locale }));
  sheet.note(m.pockets_explain({}, { locale }));
  sheet.table(
    m.levels_caption({ wave: label }, { locale }),
    [
      { title: m.levels_level({}, { locale }), share: 1.3 },
      right(m.levels_density({}, { locale })),
      right(m.levels_reciprocity({}, { locale })),
      right(m.levels_reach({}, { locale })),
      right(m.levels_pockets({}, { locale })),
      right(m.levels_change({}, { locale }), 1.8),
    ],
    levels.map((it) => [
      capital(levelName(instrument, question, it.level, locale), locale),
      share(it.density),
      share(it.reciprocity),
      share(it.reach),
      String(it.pocketCount),
      it.sincePrevious ? m.levels_change_value(it.sincePrevious, { locale }) : NONE,
    ]),
  );
}

function log(sheet: Sheet, { release, instrument }: Standing, words: ReportWords, locale: Locale): void {
  sheet.h2(m.report_q_log({}, { locale }), words.log);
  const entries = numberedLog(release);
  if (entries.length === 0) return;
  const followed = (event: string): string => {
    const group = release.events.find(({ events }) => events.includes(event));
    return Object.entries(group?.scales ?? {})
      .flatMap(([scale, effect]) => {
        const told = effectWords(effect, locale);
        return told ? [`${scaleTitle(instrument, scale, locale)} ${told}`] : [];
      })
      .join('; ');
  };
  sheet.table(
    m.log_caveat({}, { locale }),
    [
      { title: m.report_q_log({}, { locale }), share: 1.5 },
      { title: m.report_log_followed({}, { locale }), share: 2 },
    ],
    entries.map(({ event, number, title, kind, starts }) => [
      `${number}. ${title} (${kindName(kind, locale)}, ${day(starts, locale)})`,
      followed(event) || m.log_effect_unknown({}, { locale }),
    ]),
  );
}

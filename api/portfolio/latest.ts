import { stretchesOf, type Stretch } from '@rapport/analytics/portfolio/stretches';
import { locales, type Locale } from '@rapport/messages/runtime';
import { limitFact } from '@rapport/messages/words/facts';
import { factorName, scaleTitle } from '@rapport/messages/words/names';
import { reportWords } from '@rapport/messages/words/report';
import { standing, waveLabel, type Standing } from '@rapport/messages/words/standing';
import { readinessScales } from '@rapport/messages/words/trends';
import type { PortfolioLatest } from '../schemas/portfolio.ts';
import type { ReportDocument } from '../schemas/reports.ts';

/** What the portfolio needs of one report: its row, and its stretches for the pattern over several networks. */
export interface Extract {
  latest: PortfolioLatest | null;
  stretches: Stretch[];
}

/** Picks from a frozen report what the portfolio shows; `latest` is null where the report has no closed wave. */
export function extractOf(document: ReportDocument): Extract {
  const { release } = document;
  const at = standing(release, document.wave.wave) ?? standing(release);
  return { latest: at && latestOf(document, at), stretches: stretchesOf(release) };
}

function latestOf(document: ReportDocument, at: Standing): PortfolioLatest {
  const { release, wave, stage, modes, instrument } = at;
  const scales = readinessScales(instrument);
  const cuts = new Set(modes.flatMap((mode) => Object.values(mode.scales)));
  return {
    report: document.report,
    number: document.number,
    wave: wave.wave,
    label: at.label,
    published: document.published,
    summary: document.summary,
    method: document.method,
    instrument: document.instrument,
    minimumCell: release.context.minimumCell,
    modes: modes.map(({ id, title }) => ({ id, ...(title ? { title: { ...title } } : {}) })),
    stage: stage && {
      mode: stage.mode,
      verdict: stage.verdict,
      confidence: stage.confidence,
      shares: stage.shares,
      declared: stage.declared,
      gap: stage.gap,
      limitedBy: stage.limitedBy,
    },
    evidence: {
      organisations: wave.organisations,
      organisationsHeard: wave.organisationsHeard,
      responded: wave.responded,
      responseRate: wave.responseRate,
      waves: release.waves.length,
    },
    scales: scales.map((scale) => ({
      scale,
      perYear: release.trends[scale]?.within?.perYear ?? null,
      ci: release.trends[scale]?.within?.ci ?? null,
      points: release.waves.map((one) => ({
        opens: release.context.waves.find((row) => row.wave === one.wave)?.opens ?? '',
        label: waveLabel(release, one.wave),
        mean: one.scales[scale]?.organisationMean ?? null,
        ci: one.scales[scale]?.organisationCi ?? null,
      })),
    })),
    cuts: [...cuts].sort((a, b) => a - b),
    words: Object.fromEntries(locales.map((locale) => [locale, wordsOf(document, at, locale)])),
  };
}

function wordsOf(document: ReportDocument, at: Standing, locale: Locale): PortfolioLatest['words'][string] {
  const { instrument, stage } = at;
  const words = document.texts?.[locale] ?? reportWords(at, locale);
  return {
    verdict: words.verdict,
    lede: words.lede,
    trend: words.trend.finding,
    limits: words.limits.finding,
    limitTerm: limitFact(at, locale)?.term ?? null,
    heldBackBy: (stage?.limitedBy ?? []).map((factor) => factorName(instrument, factor, locale)),
    next: words.next,
    scales: Object.fromEntries(
      readinessScales(instrument).map((scale) => [scale, scaleTitle(instrument, scale, locale)]),
    ),
  };
}

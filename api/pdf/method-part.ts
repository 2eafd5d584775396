import { peopleText, rateText } from '@rapport/analytics/release/people';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { modeNameById, scaleTitle } from '@rapport/messages/words/names';
import { capital, day, figure } from '@rapport/messages/words/numbers';
import { silentSentence } from '@rapport/messages/words/verdict';
import { waveLabel, type Standing } from '@rapport/messages/words/standing';
import type { Sheet } from './sheet.ts';
import { NONE, right } from './cells.ts';

/** Who was heard, and how much that carries. */
export function evidence(sheet: Sheet, { release, modes, stage }: Standing, locale: Locale): void {
  sheet.h2(m.report_q_evidence({}, { locale }), m.report_evidence_finding({}, { locale }));
  sheet.table(
    m.report_response({}, { locale }),
    [
      { title: m.chart_wave({}, { locale }), share: 1.4 },
      right(capital(m.chart_agencies_heard({}, { locale }), locale)),
      right(capital(m.report_people({}, { locale }), locale)),
      right(capital(m.report_rate({}, { locale }), locale)),
    ],
    release.waves.map((wave) => [
      waveLabel(release, wave.wave),
      m.chart_of({ some: wave.organisationsHeard, all: wave.organisations }, { locale }),
      peopleText(wave.responded),
      rateText(wave.responseRate) ?? NONE,
    ]),
  );
  const silent = stage && silentSentence(stage, locale);
  if (silent) sheet.p(silent);
  const declared = release.context.declarations.map(({ from, by, mode, source }) => {
    const words = {
      mode: modeNameById(modes, mode, locale),
      day: day(from, locale),
      source: source ?? m.report_no_source({}, { locale }),
    };
    return by === 'funder' ? m.report_declared_funder(words, { locale }) : m.report_declared_network(words, { locale });
  });
  if (declared.length > 0) {
    sheet.h3(m.report_declarations({}, { locale }));
    sheet.list(declared);
  }
  sheet.h3(m.report_cannot_title({}, { locale }));
  sheet.list([
    m.report_cannot_cause({}, { locale }),
    m.report_cannot_people({}, { locale }),
    m.report_cannot_rank({}, { locale }),
    m.report_cannot_silent({}, { locale }),
  ]);
}

/** How the figures come about, how reliable they are, and what they cannot say. */
export function method(
  sheet: Sheet,
  { release, instrument, wave, label, modes }: Standing,
  sha256: string,
  locale: Locale,
): void {
  sheet.h2(m.report_q_method({}, { locale }), m.method_title({}, { locale }));
  const two = (value: number): string => figure(value, locale, 2);
  const parts: [title: string, words: string][] = [
    [m.method_level({}, { locale }), m.method_level_words({}, { locale })],
    [m.method_trend({}, { locale }), m.method_trend_words({}, { locale })],
    ...(modes.length === 0
      ? []
      : ([
          [m.method_confidence({}, { locale }), m.method_confidence_words({}, { locale })],
          [m.method_cuts({}, { locale }), m.method_cuts_words({ instrument: release.instrument }, { locale })],
        ] satisfies [string, string][])),
    [m.method_reach({}, { locale }), m.method_reach_words({}, { locale })],
    [
      m.method_held_back({}, { locale }),
      m.method_held_back_words({ minimum: release.context.minimumCell }, { locale }),
    ],
    [m.method_cannot({}, { locale }), m.method_cannot_words({}, { locale })],
  ];
  for (const [title, words] of parts) {
    sheet.h3(title);
    sheet.p(words);
  }
  const reliable = Object.entries(wave.scales).flatMap(([scale, { alpha, omega }]) =>
    alpha === null || alpha.value === null
      ? []
      : [
          [
            scaleTitle(instrument, scale, locale),
            `${two(alpha.value)} (${alpha.ci ? `${two(alpha.ci[0])}–${two(alpha.ci[1])}` : NONE})`,
            omega ? two(omega.value) : NONE,
            peopleText(alpha.n),
          ],
        ],
  );
  const origin = [
    m.method_version({ method: release.method, instrument: release.instrument }, { locale }),
    m.report_fingerprint({ sha256 }, { locale }),
  ];
  if (reliable.length > 0)
    sheet.table(
      m.method_reliability({ wave: label }, { locale }),
      [{ title: m.change_scale({}, { locale }), share: 2 }, right('α (95%)'), right('ω'), right('n')],
      reliable,
      origin,
    );
  else for (const note of origin) sheet.note(note);
}

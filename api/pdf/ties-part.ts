import type { ReleasedTieLevel } from '@rapport/analytics/release/released-analysis';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { levelName } from '@rapport/messages/words/names';
import { capital, percent, points, signed } from '@rapport/messages/words/numbers';
import { pocketWords } from '@rapport/messages/words/pockets';
import { mainQuestion } from '@rapport/messages/words/relations';
import type { ReportWords } from '@rapport/messages/words/report';
import type { Standing } from '@rapport/messages/words/standing';
import { NONE, right } from './cells.ts';
import type { Sheet } from './sheet.ts';

/** How far ties reach: the groups that are tied most closely, and the ties level by level. */
export function ties(sheet: Sheet, standing: Standing, words: ReportWords, locale: Locale): void {
  const { wave, instrument, label } = standing;
  sheet.h2(m.report_q_ties({}, { locale }), words.ties);
  const question = mainQuestion(standing);
  const levels = question === null ? undefined : wave.network?.[question]?.levels;
  if (question === null || !levels) return;
  const share = (value: number | null): string => (value === null ? NONE : percent(value, locale));
  const { title, pockets, unnamed } = pocketWords(standing, question, locale);
  sheet.h3(title);
  if (pockets.length > 0)
    sheet.list(
      pockets.map(({ names, ready, beside, fate }) =>
        [`${names}.`, ready, ...beside, fate].filter((line) => line !== null).join('\n'),
      ),
    );
  if (unnamed) sheet.note(unnamed);
  sheet.note(m.pockets_explain({}, { locale }));
  sheet.table(
    m.levels_caption({ wave: label }, { locale }),
    [
      { title: m.levels_level({}, { locale }), share: 1.2 },
      right(m.levels_density({}, { locale })),
      right(m.levels_reciprocity({}, { locale })),
      right(m.levels_reach({}, { locale })),
      right(m.levels_pockets({}, { locale })),
      right(m.levels_change({}, { locale }), 2.5),
    ],
    levels.map((it) => [
      capital(levelName(instrument, question, it.level, locale), locale),
      share(it.density),
      share(it.reciprocity),
      share(it.reach),
      String(it.pocketCount),
      sinceBefore(it, locale),
    ]),
  );
}

function sinceBefore({ sincePrevious, densityChange }: ReleasedTieLevel, locale: Locale): string {
  if (!sincePrevious) return NONE;
  const { formed, lost, kept } = sincePrevious;
  const counts = m.levels_change_value({ formed, lost, kept }, { locale });
  if (!densityChange || densityChange.change === null || !densityChange.ci) return counts;
  const share = {
    change: signed(100 * densityChange.change, locale),
    low: points(100 * densityChange.ci[0], locale),
    high: points(100 * densityChange.ci[1], locale),
  };
  return `${counts}\n${m.levels_density_change(share, { locale })}`;
}

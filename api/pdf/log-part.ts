import type { ReleasedEvent } from '@rapport/analytics/release/released-analysis';
import { goalsInOrder, logGroups, tookPart, type LogGroups } from '@rapport/charts/log-groups';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { attendanceWords, effectWords, kindName } from '@rapport/messages/words/log';
import { scaleTitle } from '@rapport/messages/words/names';
import { day } from '@rapport/messages/words/numbers';
import type { ReportWords } from '@rapport/messages/words/report';
import { waveLabel, type Standing } from '@rapport/messages/words/standing';
import type { Sheet } from './sheet.ts';

/** What was done, grouped as it was measured, and the goals that the network agreed on. */
export function log(sheet: Sheet, { release, instrument }: Standing, words: ReportWords, locale: Locale): void {
  sheet.h2(m.report_q_log({}, { locale }), words.log);
  const groups = logGroups(release);
  const told = (entries: LogGroups['before']): string =>
    entries
      .map(({ event, number, title, kind, starts, ends }) => {
        const days = ends && ends !== starts ? `${day(starts, locale)} – ${day(ends, locale)}` : day(starts, locale);
        const count = tookPart(release, event);
        const part = count > 0 ? `, ${m.log_took_part({ count }, { locale })}` : '';
        return `${number}. ${title} (${kindName(kind, locale)}, ${days}${part})`;
      })
      .join('\n');
  const followed = ({ between: [from, to], scales, attendance }: ReleasedEvent): string => {
    if (from === null) return m.log_before_first({}, { locale });
    if (to === null) return m.log_after_last({}, { locale });
    const lines = Object.entries(scales).map(([scale, effect]) => {
      const sides = attendance[scale];
      const beside = sides ? ` (${attendanceWords(sides, locale)})` : '';
      const change = effectWords(effect, locale) ?? m.log_effect_unknown({}, { locale });
      return `${scaleTitle(instrument, scale, locale)} ${change}${beside}`;
    });
    const between = { from: waveLabel(release, from), to: waveLabel(release, to) };
    const unknown = m.log_effect_unknown({}, { locale });
    const known = Object.values(scales).some((effect) => effectWords(effect, locale) !== null);
    return [m.log_between(between, { locale }), ...(known ? lines : [unknown])].join('\n');
  };
  const rows = [
    ...(groups.before.length > 0 ? [[told(groups.before), m.log_before_first({}, { locale })]] : []),
    ...groups.measured.map((group) => [told(group.entries), followed(group)]),
    ...(groups.after.length > 0 ? [[told(groups.after), m.log_after_last({}, { locale })]] : []),
  ];
  if (rows.length > 0)
    sheet.table(
      m.log_caveat({}, { locale }),
      [
        { title: m.report_q_log({}, { locale }), share: 1.5, plain: true },
        { title: m.report_log_followed({}, { locale }), share: 1.5 },
      ],
      rows,
    );
  const goals = goalsInOrder(release);
  if (goals.length === 0) return;
  sheet.h3(m.log_goals({}, { locale }));
  sheet.list(goals.map(({ from, text }) => `${m.log_goals_since({ day: day(from, locale) }, { locale })}:\n${text}`));
}

import type { Trend } from '@rapport/analytics/analysis';
import type { Release } from '@rapport/analytics/release';
import type { Instrument, Item } from '@rapport/surveys/instrument';
import type { Member, Panel } from '@rapport/surveys/panel';
import { segmentedWeights } from './segmented-weights.ts';

/**
 * An attacker who was given every release, knows who answered how many items when and from which agency, and the method to the
 * letter, but no answer. Written apart from the release: its own equations from the definitions, its own elimination.
 */

/** A figure as it was shown, as a combination of unknowns: sums of a member's answers (0–100 each) by wave, state and facet. */
export interface Equation {
  key: string;
  shown: number;
  row: Map<string, number>;
}

/** One member's answers to one scale in one wave. */
interface Sheet {
  member: Member;
  /** By facet: unknown's name, answered items, their sum (which only the test's self-check looks at). */
  cells: { facet: string; unknown: string; answered: number; sum: number }[];
  answered: number;
  score: number;
}

const share = (item: Item, value: number): number => {
  const turned = item.reversed ? item.max - value : value - item.min;
  return (100 * turned) / (item.max - item.min);
};

const inWave = (span: { joined: string; left: string | null }, opens: string): boolean =>
  span.joined <= opens && (span.left === null || span.left > opens);

const answers = new WeakMap<Panel, Map<string, Panel['answers']>>();

function answersOf(panel: Panel, wave: string, member: string): Panel['answers'] {
  let known = answers.get(panel);
  if (known === undefined) {
    known = new Map();
    for (const row of panel.answers) {
      const key = `${row.wave} ${row.member}`;
      const own = known.get(key);
      if (own) own.push(row);
      else known.set(key, [row]);
    }
    answers.set(panel, known);
  }
  return known.get(`${wave} ${member}`) ?? [];
}

/** Everybody's sheets of a wave on a scale; only those who answered some item of it. */
function sheetsOf(panel: Panel, instrument: Instrument, wave: string, scale: string): Sheet[] {
  const opens = panel.waves.find((row) => row.wave === wave)?.opens ?? '';
  const items = new Map(instrument.items.filter((item) => item.scale === scale).map((item) => [item.id, item]));
  return panel.members.flatMap((member) => {
    const organisation = panel.organisations.find((row) => row.organisation === member.organisation);
    if (!inWave(member, opens) || !organisation || !inWave(organisation, opens)) return [];
    const own = answersOf(panel, wave, member.member);
    const state = own
      .map((row) => `${row.item}:${row.value}`)
      .sort()
      .join(' ');
    const cells = new Map<string, Sheet['cells'][number]>();
    for (const { item: id, value } of own) {
      const item = items.get(id);
      if (!item) continue;
      const facet = item.facet ?? '';
      const cell = cells.get(facet) ?? {
        facet,
        unknown: `${wave}|${member.member}|${state}|${facet}`,
        answered: 0,
        sum: 0,
      };
      cells.set(facet, { ...cell, answered: cell.answered + 1, sum: cell.sum + share(item, value) });
    }
    const all = [...cells.values()];
    const answered = all.reduce((n, cell) => n + cell.answered, 0);
    const score = all.reduce((sum, cell) => sum + cell.sum, 0) / Math.max(1, answered);
    return answered === 0 ? [] : [{ member, cells: all, answered, score }];
  });
}

/** A release read as equations. `panel` is the state it was made from; `trends` gives the variance ratio of mixed models. */
export function equationsOf(release: Release, panel: Panel, trends: Record<string, Trend | null>): Equation[] {
  const instrument = panel.instruments[0];
  if (!instrument) return [];
  const equations: Equation[] = [];
  const cache = new Map<string, Sheet[]>();
  const sheets = (wave: string, scale: string): Sheet[] => {
    const key = `${wave} ${scale}`;
    const known = cache.get(key) ?? sheetsOf(panel, instrument, wave, scale);
    cache.set(key, known);
    return known;
  };
  const count = (scale: string, facet?: string): number =>
    instrument.items.filter((item) => item.scale === scale && (facet === undefined || item.facet === facet)).length;
  const scored = (wave: string, scale: string): Sheet[] =>
    sheets(wave, scale).filter((sheet) => sheet.answered * 2 >= count(scale));
  const add = (key: string, shown: number | null | undefined, terms: [Sheet, number, string?][]): void => {
    if (shown === null || shown === undefined) return;
    const row = new Map<string, number>();
    for (const [sheet, weight, facet] of terms)
      for (const cell of sheet.cells) {
        if (facet !== undefined && cell.facet !== facet) continue;
        const per = facet === undefined ? sheet.answered : cell.answered;
        row.set(cell.unknown, (row.get(cell.unknown) ?? 0) + weight / per);
      }
    equations.push({ key, shown, row });
  };
  const byOrganisation = (all: Sheet[], facet?: string): [Sheet, number, string?][] => {
    const homes = new Set(all.map((sheet) => sheet.member.organisation));
    return all.map((sheet) => {
      const mates = all.filter((other) => other.member.organisation === sheet.member.organisation).length;
      return [sheet, 1 / homes.size / mates, facet];
    });
  };

  for (const { wave, scales, network } of release.waves) {
    for (const [scale, level] of Object.entries(scales)) {
      add(`level ${wave} ${scale}`, level.organisationMean, byOrganisation(scored(wave, scale)));
      for (const [facet, { organisationMean }] of Object.entries(level.facets)) {
        const heard = sheets(wave, scale).filter(
          (sheet) =>
            (sheet.cells.find((cell) => cell.facet === facet)?.answered ?? 0) * 2 >= Math.max(1, count(scale, facet)),
        );
        add(`facet ${wave} ${scale} ${facet}`, organisationMean, byOrganisation(heard, facet));
      }
    }
    for (const [question, { levels }] of Object.entries(network ?? {}))
      for (const { level, pockets, pocketLevels } of levels)
        pockets.forEach((pocket, p) => {
          for (const part of ['pocket', 'rest'] as const)
            for (const [scale, mean] of Object.entries(pocketLevels[p]?.[part].scales ?? {})) {
              const inside = scored(wave, scale).filter(
                (sheet) => pocket.includes(sheet.member.organisation) === (part === 'pocket'),
              );
              add(
                `${part} ${wave} ${question} ${level} ${pocket.join()} ${scale}`,
                mean.organisationMean,
                byOrganisation(inside),
              );
            }
        });
  }
  for (const { from, to, scales } of release.changes)
    for (const [scale, change] of Object.entries(scales)) {
      const first = scored(from, scale);
      const second = scored(to, scale);
      const has = (all: Sheet[], sheet: Sheet): boolean =>
        all.some((other) => other.member.member === sheet.member.member);
      const stay1 = first.filter((sheet) => has(second, sheet));
      const stay2 = second.filter((sheet) => has(first, sheet));
      const left = first.filter((sheet) => !has(second, sheet));
      const came = second.filter((sheet) => !has(first, sheet));
      const mean = (all: Sheet[], weight: number): [Sheet, number][] =>
        all.map((sheet) => [sheet, weight / all.length]);
      const key = `${from} ${to} ${scale}`;
      add(`change ${key}`, change.mean, [...mean(stay2, 1), ...mean(stay1, -1)]);
      add(`total ${key}`, change.total, [...mean(second, 1), ...mean(first, -1)]);
      const e = came.length / Math.max(1, second.length);
      const x = left.length / Math.max(1, first.length);
      add(`entry ${key}`, change.entry, [...mean(came, e), ...mean(stay2, -e)]);
      add(`exit ${key}`, change.exit, [...mean(stay1, x), ...mean(left, -x)]);
    }
  const years = (wave: string): number =>
    Date.parse(panel.waves.find((row) => row.wave === wave)?.opens ?? '') / 86_400_000 / 365.25 - 50;
  for (const [scale, trend] of Object.entries(release.trends)) {
    const rows = release.waves.flatMap(({ wave }) => scored(wave, scale).map((sheet) => ({ sheet, t: years(wave) })));
    const places = new Map<string, number[]>();
    rows.forEach(({ sheet }, i) => places.set(sheet.member.member, [...(places.get(sheet.member.member) ?? []), i]));
    const ownPlaces = (sheet: Sheet | undefined): number[] => places.get(sheet?.member.member ?? '') ?? [];
    const centre = rows.map(({ sheet, t }) => {
      const own = ownPlaces(sheet);
      return t - own.reduce((sum, i) => sum + (rows[i]?.t ?? 0), 0) / own.length;
    });
    const squares = centre.reduce((sum, t) => sum + t * t, 0);
    const through = release.waves.map(({ wave }) => wave).join();
    add(
      `within ${scale} ${through}`,
      trend?.within?.perYear,
      rows.map(({ sheet }, i) => [sheet, (centre[i] ?? 0) / squares]),
    );
    const fit = trends[scale];
    if (fit?.varianceWithin && fit.varianceBetween !== null) {
      const ratio = fit.varianceBetween / fit.varianceWithin;
      // V⁻¹ = I − ratio/(1 + n·ratio)·J within a member; b = (X'V⁻¹X)⁻¹X'V⁻¹y, second element.
      const inverse = (column: number[]): number[] =>
        column.map((value, i) => {
          const own = ownPlaces(rows[i]?.sheet).map((j) => column[j] ?? 0);
          return value - (ratio / (1 + own.length * ratio)) * own.reduce((sum, other) => sum + other, 0);
        });
      const one = inverse(rows.map(() => 1));
      const time = inverse(rows.map(({ t }) => t));
      const a = one.reduce((sum, value) => sum + value, 0);
      const b = time.reduce((sum, value) => sum + value, 0);
      const d = time.reduce((sum, value, i) => sum + value * (rows[i]?.t ?? 0), 0);
      const det = a * d - b * b;
      add(
        `mixed ${scale} ${through}`,
        trend?.perYear,
        rows.map(({ sheet }, i) => [sheet, (a * (time[i] ?? 0) - b * (one[i] ?? 0)) / det]),
      );
    }
  }
  for (const { between, scales, events } of release.events)
    for (const [scale, told] of Object.entries(scales)) {
      const { design } = told;
      if (design !== 'segmented' || told.level === null) continue;
      const to = panel.waves.findIndex(({ wave }) => wave === between[1]);
      const around = panel.waves.slice(to - 3, to + 3).map(({ wave }) => wave);
      const rows = around.flatMap((wave) => scored(wave, scale).map((sheet) => ({ sheet, t: years(wave) })));
      const first = panel.events.filter(({ event }) => events.includes(event)).map(({ starts }) => starts);
      const from = Date.parse(first.sort()[0] ?? '') / 86_400_000 / 365.25 - 50;
      const occasions = rows.map(({ sheet, t }) => ({ member: sheet.member.member, t }));
      const weights = segmentedWeights(
        occasions,
        rows.map(({ sheet }) => sheet.score),
        from,
      );
      for (const effect of ['level', 'slope'] as const)
        add(
          `segmented ${effect} ${around.join()} ${from} ${scale}`,
          told[effect],
          rows.map(({ sheet }, i) => [sheet, weights?.[effect][i] ?? Number.NaN]),
        );
    }
  for (const { between, attendance, events } of release.events)
    for (const [scale, told] of Object.entries(attendance)) {
      const [from, to] = between;
      if (!told || from === null || to === null) continue;
      const there = new Set(
        panel.event_organisations.filter((row) => events.includes(row.event)).map((row) => row.organisation),
      );
      for (const side of ['attendees', 'others'] as const) {
        const is = (sheet: Sheet): boolean => there.has(sheet.member.organisation) === (side === 'attendees');
        const first = scored(from, scale).filter(is);
        const second = scored(to, scale).filter((sheet) =>
          first.some((other) => other.member.member === sheet.member.member),
        );
        const stay = first.filter((sheet) => second.some((other) => other.member.member === sheet.member.member));
        add(`${side} ${from} ${to} ${[...there].sort().join()} ${scale}`, told[side], [
          ...second.map((sheet): [Sheet, number] => [sheet, 1 / second.length]),
          ...stay.map((sheet): [Sheet, number] => [sheet, -1 / stay.length]),
        ]);
      }
    }
  return equations;
}

/** The mean of members' scores, which no release shows: for a planted leak. */
export function memberMeanEquation(panel: Panel, wave: string, scale: string): Equation {
  const instrument = panel.instruments[0];
  const all = instrument ? sheetsOf(panel, instrument, wave, scale) : [];
  const row = new Map<string, number>();
  for (const sheet of all) for (const cell of sheet.cells) row.set(cell.unknown, 1 / sheet.answered / all.length);
  const shown = all.reduce((sum, { score }) => sum + score, 0) / all.length;
  return { key: `member mean ${wave} ${scale}`, shown: Math.round(shown * 10) / 10, row };
}

/** The true values of all unknowns of a scale, from the panel: to check that the attacker's equations are right. */
export function truthsOf(panel: Panel, scale: string): Map<string, number> {
  const instrument = panel.instruments[0];
  const sums = new Map<string, number>();
  if (instrument)
    for (const { wave } of panel.waves)
      for (const sheet of sheetsOf(panel, instrument, wave, scale))
        for (const cell of sheet.cells) sums.set(cell.unknown, cell.sum);
  return sums;
}

/** An equation's combination of the true values. */
export function valueOf({ row }: Equation, truths: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [unknown, weight] of row) total += weight * (truths.get(unknown) ?? Number.NaN);
  return total;
}

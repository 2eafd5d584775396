import type { ReportDocument } from '@rapport/api/schemas/reports';

export type Language = 'en' | 'id';
/** A figure or a row of figures as a reader sees it, in order: `['60.3', '53.5', '67.2']`. */
export interface Expected {
  what: string;
  numbers: string[];
}

const MINUS = '−';
const point = (text: string, lang: Language): string => (lang === 'id' ? text.replace('.', ',') : text);
const tenth = (value: number, lang: Language): string => point(Math.abs(value).toFixed(1), lang);
const plain = (value: number, lang: Language): string =>
  (tenth(value, lang) === tenth(0, lang) ? '' : value < 0 ? MINUS : '') + tenth(value, lang);
const signed = (value: number, lang: Language): string => {
  const text = tenth(value, lang);
  return text === tenth(0, lang) ? text : `${value < 0 ? MINUS : '+'}${text}`;
};
const percent = (share: number): string => String(Math.round(share * 100));
const inHundred = (confidence: number): string =>
  confidence >= 0.995 ? '99' : confidence < 0.01 ? '1' : String(Math.round(confidence * 100));
type People = number | { from: number; to: number | null };
const people = (count: People): string[] =>
  typeof count === 'number' ? [String(count)] : [String(count.from), ...(count.to === null ? [] : [String(count.to)])];

/**
 * Every figure that a report shows, worked out anew from its JSON: rows whose numbers stand beside each other on page and paper
 * alike. Nothing of the code that sets them is used.
 */
export function expectedFigures({ release, wave: { wave: id } }: ReportDocument, lang: Language): Expected[] {
  const place = release.waves.findIndex(({ wave }) => wave === id);
  const wave = release.waves[place]!;
  const instrument = release.context.instruments[0]!;
  const modes = instrument.readiness?.modes ?? [];
  const tie = instrument.readiness?.tie ?? '';
  const scales = instrument.scales.map((scale) => scale.id);
  const found: Expected[] = [];
  const add = (what: string, numbers: (string | null)[]): void => {
    found.push({ what, numbers: numbers.filter((one) => one !== null) });
  };
  for (const one of release.waves)
    for (const [scale, { organisationMean, organisationCi, n }] of Object.entries(one.scales))
      if (organisationMean !== null)
        add(`level of ${scale} in ${one.wave}`, [
          plain(organisationMean, lang),
          ...(organisationCi ?? []).map((end) => plain(end, lang)),
          ...people(n),
        ]);
  for (const scale of scales) {
    const within = release.trends[scale]?.within;
    if (within && within.perYear !== null)
      add(`trend of ${scale}`, [signed(within.perYear, lang), ...(within.ci ?? []).map((end) => plain(end, lang))]);
  }
  const { stage } = wave;
  const used = new Set(modes.flatMap((mode) => Object.keys(mode.scales)));
  for (const scale of scales.filter((one) => used.has(one))) {
    const level = wave.scales[scale];
    if (typeof level?.organisationMean !== 'number' || !stage) continue;
    add(`margins of ${scale}`, [
      plain(level.organisationMean, lang),
      ...(level.organisationCi ?? []).map((end) => plain(end, lang)),
      ...modes.flatMap((mode) => {
        const margin = stage.margins[mode.id]?.scales[scale];
        return typeof margin !== 'number' ? [] : [signed(margin, lang), plain(mode.scales[scale] ?? 0, lang)];
      }),
    ]);
  }
  for (const mode of stage ? modes : []) {
    const level = wave.network?.[tie]?.levels.find((one) => one.level === mode.level);
    const margin = stage?.margins[mode.id]?.reach;
    if (level && level.reach !== null && typeof margin === 'number')
      add(`reach of ${mode.id}`, [
        percent(level.reach),
        percent(mode.reach),
        `${margin < 0 ? MINUS : margin > 0 ? '+' : ''}${Math.trunc(Math.abs(margin * 100) + 1e-9)}`,
      ]);
    const share = stage?.shares[mode.id];
    if (typeof share === 'number') {
      const sure = stage?.confidence[mode.id];
      const told =
        typeof sure !== 'number' || sure >= 0.995 ? [] : sure < 0.01 ? ['1', '100'] : [inHundred(sure), '100'];
      add(`share of ${mode.id}`, [...told, percent(share)]);
    }
  }
  const [from, to] = release.waves.slice(-2);
  const change = release.changes.find((one) => one.from === from?.wave && one.to === to?.wave);
  for (const [scale, parts] of Object.entries(change?.scales ?? {})) {
    if (parts.mean !== null)
      add(`change of ${scale}`, [signed(parts.mean, lang), ...(parts.ci ?? []).map((end) => plain(end, lang))]);
    for (const part of ['entry', 'exit', 'total'] as const)
      if (parts[part] !== null) add(`${part} of ${scale}`, [signed(parts[part], lang)]);
    add(`people of ${scale}`, [...people(parts.stayers), ...people(parts.joiners), ...people(parts.leavers)]);
  }
  for (const group of release.events)
    for (const [scale, effect] of Object.entries(group.scales))
      if (effect.design === 'before-after' && effect.change !== null)
        add(`across ${group.events.join(' ')} in ${scale}`, [
          signed(effect.change, lang),
          ...(effect.ci ?? []).map((end) => plain(end, lang)),
        ]);
      else if (effect.design === 'segmented' && effect.level !== null && effect.slope !== null)
        add(`across ${group.events.join(' ')} in ${scale}`, [signed(effect.level, lang), signed(effect.slope, lang)]);
  for (const [scale, { alpha, omega }] of Object.entries(wave.scales))
    if (alpha && alpha.value !== null) {
      const two = (value: number) => point(String(Number(value.toFixed(2))), lang);
      add(`reliability of ${scale}`, [
        two(alpha.value),
        ...(alpha.ci ?? []).map(two),
        omega ? two(omega.value) : null,
        ...people(alpha.n),
      ]);
    }
  for (const level of wave.network?.[tie]?.levels ?? []) {
    const shares = [level.density, level.reciprocity, level.reach].flatMap((one) =>
      one === null ? [] : [percent(one)],
    );
    const since = level.sincePrevious;
    const density = level.densityChange;
    add(`ties of level ${level.level}`, [
      ...shares,
      String(level.pocketCount),
      ...(since ? [since.formed, since.lost, since.kept].map(String) : []),
      ...(since && density && density.change !== null && density.ci
        ? [signed(100 * density.change, lang), ...density.ci.map((end) => plain(100 * end, lang))]
        : []),
    ]);
    level.pocketLevels.forEach(({ pocket, rest }, at) => {
      for (const scale of scales.filter((one) => used.has(one))) {
        const [inside, outside] = [pocket.scales[scale]?.organisationMean, rest.scales[scale]?.organisationMean];
        if (typeof inside === 'number' && typeof outside === 'number')
          add(`pocket ${at} of level ${level.level} in ${scale}`, [plain(inside, lang), plain(outside, lang)]);
      }
    });
  }
  for (const one of release.waves)
    add(`response in ${one.wave}`, [
      String(one.organisationsHeard),
      String(one.organisations),
      ...people(one.responded),
      ...(one.responseRate === null || typeof one.responseRate === 'number'
        ? []
        : [percent(one.responseRate.from), percent(one.responseRate.to)]),
    ]);
  return found;
}

/** The confidences over the waves: the page has a row for each rung, the PDF one for each wave. */
export function expectedConfidences({ release }: ReportDocument, by: 'rung' | 'wave'): Expected[] {
  const modes = release.context.instruments[0]?.readiness?.modes ?? [];
  const told = (confidence: number | null | undefined): string[] =>
    typeof confidence !== 'number' ? [] : [inHundred(confidence)];
  return by === 'rung'
    ? modes.map(({ id }) => ({
        what: `confidences in ${id}`,
        numbers: release.waves.flatMap(({ stage }) => told(stage?.confidence[id])),
      }))
    : release.waves.map(({ wave, stage }) => ({
        what: `confidences in ${wave}`,
        numbers: modes.flatMap(({ id }) => told(stage?.confidence[id])),
      }));
}

/** The numbers of a text in order, signs kept. */
export const numbersIn = (text: string): string[] => text.match(/[+−]?\d+(?:[.,]\d+)?/g) ?? [];

/** Those figures whose numbers don't stand side by side in the text. */
export function missingFrom(text: string, expected: Expected[]): string[] {
  const stream = ` ${numbersIn(text).join(' ')} `;
  return expected
    .filter(({ numbers }) => numbers.length > 0 && !stream.includes(` ${numbers.join(' ')} `))
    .map(({ what, numbers }) => `${what}: ${numbers.join(' ')}`);
}

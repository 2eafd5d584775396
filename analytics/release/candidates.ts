import type { Analysis, ScaleChange } from '../analysis.ts';
import type { Figure } from './figures.ts';
import type { At, Form } from './form.ts';

/** A figure with the form that it is made by and what the analysis says it is. */
export interface Candidate {
  figure: Figure;
  form: Form;
  /** Null where there is nothing to release; undefined where the release itself works it out. */
  value: number | null | undefined;
  /** Its standard error, and that one's degrees of freedom; null without one. */
  se: number | null;
  df: number | null;
  hasInterval: boolean;
}

/** What is to be worked out, on which states of the waves. */
export interface Wanted {
  waves: ReadonlySet<string>;
  changes: ReadonlySet<string>;
  trends: boolean;
  at: (wave: string) => At | undefined;
  /** A state for each wave of the ledger, −1 for those that are not among the given. */
  states: (waves: readonly string[]) => number[];
}

export const changeKey = ({ from, to }: { from: string; to: string }): string => `${from} ${to}`;

/**
 * The figures of one scale in their fixed order of importance (analytics.md, section 9): levels, trend, changes, facets, pockets,
 * events, then what makes up a change. What is offered first goes out first.
 */
export function candidatesOf(
  analysis: Analysis,
  scale: string,
  wanted: Wanted,
  events: readonly Candidate[],
): Candidate[] {
  return [
    ...levels(analysis, scale, wanted),
    ...(wanted.trends ? trends(analysis, scale, wanted) : []),
    ...changes(analysis, scale, wanted, ['within']),
    ...facets(analysis, scale, wanted),
    ...pockets(analysis, scale, wanted),
    ...events,
    ...changes(analysis, scale, wanted, ['total', 'entry', 'exit']),
  ];
}

function levels(analysis: Analysis, scale: string, { waves, at }: Wanted): Candidate[] {
  return analysis.waves.flatMap(({ wave, scales }): Candidate[] => {
    const level = scales[scale];
    const place = at(wave);
    if (!waves.has(wave) || level === undefined || place === undefined) return [];
    return [
      {
        figure: { kind: 'level', wave, scale },
        form: { form: 'level', at: place },
        value: level.organisationMean,
        se: level.organisationSe,
        df: level.organisations - 1,
        hasInterval: true,
      },
    ];
  });
}

function facets(analysis: Analysis, scale: string, { waves, at }: Wanted): Candidate[] {
  return analysis.waves.flatMap(({ wave, scales }): Candidate[] => {
    const place = at(wave);
    const level = scales[scale];
    if (!waves.has(wave) || level === undefined || place === undefined) return [];
    return Object.entries(level.facets).map(([facet, { organisationMean, organisationSe }]) => ({
      figure: { kind: 'facet', wave, scale, facet },
      form: { form: 'facet', at: place, facet },
      value: organisationMean,
      se: organisationSe,
      df: level.organisations - 1,
      hasInterval: false,
    }));
  });
}

function trends(analysis: Analysis, scale: string, { states }: Wanted): Candidate[] {
  const trend = analysis.trends[scale];
  if (!trend) return [];
  const all = states(analysis.waves.map(({ wave }) => wave));
  const { within, varianceBetween, varianceWithin } = trend;
  const slopes: Candidate[] = [
    {
      figure: { kind: 'trend', scale, model: 'within' },
      form: { form: 'within', states: all },
      value: within?.perYear ?? null,
      se: within?.se ?? null,
      df: within?.df ?? null,
      hasInterval: true,
    },
  ];
  if (varianceBetween !== null && varianceWithin !== null && varianceWithin > 0)
    slopes.push({
      figure: { kind: 'trend', scale, model: 'mixed' },
      form: { form: 'mixed', states: all, ratio: varianceBetween / varianceWithin },
      value: trend.perYear,
      se: trend.se,
      df: trend.df,
      hasInterval: true,
    });
  return slopes;
}

function changes(
  analysis: Analysis,
  scale: string,
  wanted: Wanted,
  parts: readonly ('within' | 'total' | 'entry' | 'exit')[],
): Candidate[] {
  return analysis.changes.flatMap((change) => {
    const found = change.scales[scale];
    const from = wanted.at(change.from);
    const to = wanted.at(change.to);
    if (!wanted.changes.has(changeKey(change)) || found === undefined || from === undefined || to === undefined)
      return [];
    return parts.map((part): Candidate => ({
      figure: { kind: 'change', from: change.from, to: change.to, scale, part },
      form: { form: 'change', from, to, part },
      value: found[part],
      ...(part === 'within' ? uncertainty(found) : { se: null, df: null, hasInterval: false }),
    }));
  });
}

const uncertainty = ({ se, df }: ScaleChange) => ({ se, df, hasInterval: true });

function pockets(analysis: Analysis, scale: string, { waves, at }: Wanted): Candidate[] {
  return analysis.waves.flatMap(({ wave, network }) => {
    const place = at(wave);
    if (!waves.has(wave) || network === null || place === undefined) return [];
    return Object.entries(network).flatMap(([question, { levels: tieLevels }]) =>
      tieLevels.flatMap(({ level, pockets: found, pocketLevels }) =>
        pocketLevels.flatMap((parts, pocket) =>
          (['pocket', 'rest'] as const).flatMap((part): Candidate[] => {
            const mean = parts[part].scales[scale];
            const inside = found[pocket];
            if (mean === undefined || inside === undefined) return [];
            return [
              {
                figure: { kind: 'pocket', wave, scale, question, level, pocket, part },
                form: { form: 'part', at: place, organisations: inside, rest: part === 'rest' },
                value: mean.organisationMean,
                se: mean.organisationSe,
                df: mean.organisations - 1,
                hasInterval: false,
              },
            ];
          }),
        ),
      ),
    );
  });
}

import type { Analysis } from '../analysis.ts';
import { candidatesOf, type Candidate, type Wanted } from './candidates.ts';
import { decide, type Decision, type Evidence } from './decide.ts';
import { figureKey, type Figure, type Gate } from './figures.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';
import { ScaleAudit } from './scale-audit.ts';
import { Unknowns } from './unknowns.ts';

/** What was decided of every figure that was offered, and the audits as they stand after it. */
export interface Audited {
  gate: Gate;
  /** What a figure's form makes of today's answers; null when it was not offered. */
  made: (figure: Figure) => number | null;
  scales: Ledger['scales'];
}

/** An audit of one scale ready to judge figures, with today's values. */
export function evidenceOf(scale: string, plan: Plan, ledger: Ledger, minimumCell: number): Evidence {
  const unknowns = new Unknowns(scale, plan.snapshots);
  const grids = plan.order.map((wave) => plan.current.get(wave)?.grids[scale] ?? null);
  const known = ledger.scales[scale];
  const audit = new ScaleAudit(unknowns, known ?? { forms: [], memory: [] }, { minimumCell, grids });
  const values = new Float64Array(unknowns.size);
  for (const [wave, [place, state]] of plan.today) {
    const sums = plan.current.get(wave)?.sums[scale];
    if (sums !== undefined) unknowns.fill(values, place, state, sums);
  }
  return { audit, values, grids, minimumCell };
}

/**
 * Offers every figure that is wanted, scale by scale in their order of importance; `events` are those of each scale's events, `known` what is out.
 * A figure that was never offered stays back.
 */
export function auditFigures(
  analysis: Analysis,
  scales: readonly string[],
  wanted: Wanted,
  events: ReadonlyMap<string, readonly Candidate[]>,
  known: Ledger['scales'],
  evidence: (scale: string) => Evidence,
): Audited {
  const decisions = new Map<string, Decision>();
  const audited: Ledger['scales'] = {};
  for (const scale of scales) {
    const candidates = candidatesOf(analysis, scale, wanted, events.get(scale) ?? []);
    if (candidates.length === 0) continue;
    const own = evidence(scale);
    for (const candidate of candidates) decisions.set(figureKey(candidate.figure), decide(candidate, own));
    audited[scale] = { forms: own.audit.forms, ...own.audit.memory() };
  }
  return {
    gate: (figure) => {
      const decision = decisions.get(figureKey(figure));
      return decision === undefined ? 'unaudited' : decision.reason;
    },
    made: (figure) => decisions.get(figureKey(figure))?.made ?? null,
    scales: { ...known, ...audited },
  };
}

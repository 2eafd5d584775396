import { analyse } from '@rapport/analytics/analyse';
import { release } from '@rapport/analytics/release';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import type { Panel } from '@rapport/surveys/panel';

export const TODAY = '2026-11-26';

/**
 * The report on the last closed wave of a panel, as it would be published on `TODAY` but for its sentences, which whoever shows it
 * then makes; `own` goes over it.
 */
export function reportOf(panel: Panel, own: Partial<ReportDocument> = {}): ReportDocument {
  const closed = panel.waves.filter(({ closes }) => closes < TODAY);
  const last = closed.at(-1);
  if (!last) throw new Error('no wave is closed');
  const history = { panel, closed: new Set(closed.map(({ wave }) => wave)), ledger: null };
  const { release: released } = release(analyse(panel), 'funder', history);
  const { wave, label, opens, closes } = last;
  return {
    format: 'rapport-report/1',
    report: 'made-up',
    number: 1,
    replaces: null,
    network: { slug: panel.network.slug, name: panel.network.name },
    wave: { wave, label, opens, closes },
    summary: null,
    context: null,
    published: `${TODAY}T10:00:00.000Z`,
    method: released.method,
    instrument: released.instrument,
    texts: null,
    release: released,
    ...own,
  };
}

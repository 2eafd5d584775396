import { instrumentKey } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { networkInstrument } from '../waves.ts';
import type { Audience, ReleaseContext } from './released-analysis.ts';

/** Cells smaller than this are never shown; a panel may raise it, nothing may lower it. */
export const smallestCell = (panel: { network: { minimumCell: number } }): number =>
  Math.max(5, panel.network.minimumCell);

/** Organisations that this audience may know by name: all for leads, the consenting ones for funders. */
export const namedTo = (panel: Pick<Panel, 'organisations'>, audience: Audience): Set<string> =>
  new Set(
    panel.organisations
      .filter(({ named }) => audience === 'lead' || named === true)
      .map(({ organisation }) => organisation),
  );

/** What pages need beside the figures. Funders get no free text of the log and no organisation without its consent. */
export function releaseContext(panel: Panel, audience: Audience, closed: ReadonlySet<string>): ReleaseContext {
  const named = namedTo(panel, audience);
  const { name, locale, timezone } = panel.network;
  const own = instrumentKey(networkInstrument(panel));
  return {
    name,
    locale,
    timezone,
    minimumCell: smallestCell(panel),
    instruments: panel.instruments,
    waves: panel.waves
      .filter(({ wave }) => closed.has(wave))
      .sort((a, b) => (a.opens < b.opens ? -1 : 1))
      .map((wave) => ({
        wave: wave.wave,
        label: wave.label,
        opens: wave.opens,
        closes: wave.closes,
        instrument: wave.instrument ?? own,
      })),
    organisations: panel.organisations
      .filter(({ organisation }) => named.has(organisation))
      .map(({ organisation, name }) => ({ organisation, name })),
    events: panel.events.map((event) => (audience === 'lead' ? event : { ...event, notes: null })),
    event_organisations: panel.event_organisations.filter(({ organisation }) => named.has(organisation)),
    goals: panel.goals,
    declarations: panel.declarations,
  };
}

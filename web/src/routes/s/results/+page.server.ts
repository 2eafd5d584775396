import { localize } from '@rapport/surveys/text';
import { surveyError } from '$lib/survey/server/survey-error';
import type { PageServerLoad } from './$types';

/** What `GET /api/survey/mine` replies with, as its route declares it. */
interface MyResults {
  network: { name: string };
  waves: {
    wave: string;
    label: string;
    own: Record<string, number | null>;
    network: Record<string, number | null>;
    submitted: string | null;
  }[];
  scales: { id: string; title: Record<string, string> }[];
  changes: {
    scale: string;
    from: string;
    to: string;
    before: number;
    after: number;
    change: 'up' | 'down' | 'none' | null;
  }[];
  events: { event: string; title: string; starts: string }[];
  handedOn: boolean;
}

export const load: PageServerLoad = async ({ fetch, locals }) => {
  const reply = await fetch('/api/survey/mine');
  if (!reply.ok) return surveyError(reply);
  const mine = (await reply.json()) as MyResults;
  const labels = new Map(mine.waves.map(({ wave, label }) => [wave, label]));
  return {
    network: mine.network.name,
    handedOn: mine.handedOn,
    events: mine.events.map(({ event, title, starts }) => ({ event, title, starts })),
    scales: mine.scales
      .map(({ id, title }) => ({
        id,
        title: localize(title, locals.locale),
        rows: mine.waves.map(({ wave, label, own, network }) => ({
          wave,
          label,
          own: own[id] ?? null,
          network: network[id] ?? null,
          open: Object.keys(network).length === 0,
        })),
        change: mine.changes
          .filter(({ scale }) => scale === id)
          .map(({ from, before, after, change }) => ({ from: labels.get(from) ?? from, before, after, change }))[0],
      }))
      .filter(({ rows }) => rows.some(({ own }) => own !== null)),
  };
};

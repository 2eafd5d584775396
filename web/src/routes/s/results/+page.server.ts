import { client } from '@rapport/api/client';
import { localize } from '@rapport/surveys/text';
import { surveyError } from '$lib/survey/server/survey-error';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, locals }) => {
  const reply = await client(fetch).survey.mine.$get();
  if (!reply.ok) return surveyError(reply);
  const mine = await reply.json();
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

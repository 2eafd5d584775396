import { getNetwork, listInstruments } from '@rapport/db/networks';
import { readPanel } from '@rapport/db/panel';
import { listOwnResponses } from '@rapport/db/responses';
import { listWaves } from '@rapport/db/waves';
import { instrumentKey, type Instrument } from '@rapport/surveys/instrument';
import { scoreOf } from '@rapport/surveys/scoring';
import type { Services } from './context.ts';
import { eventsBetween, ownChanges } from './own-changes.ts';
import { leadsRelease } from './released.ts';
import type { MyResults } from './schemas/survey.ts';
import type { MemberSession } from './sessions.ts';

/** A member's own scores beside the released means of the closed waves; nothing of anybody else. */
export async function ownResults(
  services: Services,
  { network: slug, member, handedOn }: MemberSession,
): Promise<MyResults> {
  const { db } = services;
  const network = await getNetwork(db, slug);
  const about = { network: { slug, name: network.name }, handedOn };
  if (handedOn) return { ...about, waves: [], scales: [], changes: [], events: [] };
  const release = await leadsRelease(services, slug);
  const [{ panel }, responses, waves, instruments] = await Promise.all([
    readPanel(db, slug),
    listOwnResponses(db, slug, member),
    listWaves(db, slug),
    listInstruments(db, slug),
  ]);
  const own = new Map(responses.map((response) => [response.wave, response]));
  const released = new Map(release.waves.map((wave) => [wave.wave, wave.scales]));
  const shown = waves
    .filter(({ wave }) => own.has(wave) || released.has(wave))
    .map(({ wave, label, opens, instrument }) => {
      const key = instrument ?? network.instrument;
      const asked = instruments.find((one) => instrumentKey(one) === key);
      const response = own.get(wave);
      return {
        wave,
        label,
        opens,
        submitted: response?.submittedAt?.toISOString() ?? null,
        own: asked && response ? scores(asked, response.submission.answers) : {},
        network: Object.fromEntries(
          Object.entries(released.get(wave) ?? {}).map(([scale, level]) => [scale, level.organisationMean]),
        ),
      };
    });
  const answered = shown.filter(({ wave }) => own.has(wave));
  const [last, before] = answered.toReversed();
  const titles = new Map(instruments.flatMap(({ scales }) => scales.map(({ id, title }) => [id, title] as const)));
  return {
    ...about,
    waves: shown,
    scales: [...titles].map(([id, title]) => ({ id, title })),
    changes: ownChanges(panel, answered, new Set(released.keys())),
    events: last && before ? eventsBetween(panel, before.opens, last.opens) : [],
  };
}

function scores({ scales, items }: Instrument, answers: Record<string, number>): Record<string, number | null> {
  return Object.fromEntries(
    scales.map(({ id }) => {
      const asked = items.filter(({ scale }) => scale === id);
      const raw = asked.map((item) => answers[item.id]);
      return [id, scoreOf(asked, raw)?.value ?? null];
    }),
  );
}

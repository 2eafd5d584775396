import { instrumentKey } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import type { Analysis, WaveAnalysis } from './analysis.ts';
import { changesBetween } from './changes.ts';
import { eventAnalyses } from './events.ts';
import { scaleLevel } from './levels.ts';
import { METHOD } from './method.ts';
import { pocketLives, rateWaves, relationships } from './relationships.ts';
import { stages } from './stage.ts';
import { trendsOf } from './trend.ts';
import { networkInstrument, scoreWaves, type ScoredWave } from './waves.ts';

/**
 * Everything that Rapport computes from a panel (contract.md, section 2; analytics.md). Pure: the same panel gives the same
 * analysis, whatever the order of its rows. Scales and tie questions are those of the network's instrument; a wave whose own
 * instrument lacks one has an empty result there. The panel must have passed `checkPanel`.
 *
 * What a person may see of it is decided by `release` alone.
 */
export function analyse(panel: Panel): Analysis {
  const instrument = networkInstrument(panel);
  const scored = scoreWaves(panel);
  const rated = rateWaves(scored, instrument);
  const networks = relationships(rated, instrument, panel.network.slug);
  const counted = scored.map(levelsOf);
  const judged = rated.map(({ wave, evidence }, i) => ({
    opens: wave.wave.opens,
    organisationsHeard: counted[i]?.organisationsHeard ?? 0,
    evidence,
  }));
  const { readiness } = instrument;
  const staged = readiness === undefined ? [] : stages(readiness, instrument, judged, panel.declarations);
  const waves = counted.map((levels, i) => ({ ...levels, network: networks[i] ?? null, stage: staged[i] ?? null }));
  return {
    format: 'rapport-analysis/1',
    method: METHOD,
    network: panel.network.slug,
    instrument: instrumentKey(instrument),
    waves,
    changes: changesBetween(scored),
    trends: trendsOf(scored, instrument),
    events: eventAnalyses(scored, panel.events),
    pocketLives: pocketLives(waves, instrument),
  };
}

/** Who is in the wave, who answered, and where each scale stands. */
function levelsOf(wave: ScoredWave): Omit<WaveAnalysis, 'network' | 'stage'> {
  const heard = wave.members.filter(({ responded }) => responded);
  const heardFrom = new Set(heard.map(({ organisation }) => organisation));
  const eligible = wave.members.length;
  const scales: WaveAnalysis['scales'] = {};
  for (const [id, scale] of wave.scales) scales[id] = scaleLevel(scale, eligible);
  return {
    wave: wave.wave.wave,
    eligible,
    responded: heard.length,
    responseRate: eligible === 0 ? null : heard.length / eligible,
    organisations: wave.organisations.length,
    organisationsHeard: wave.organisations.filter((organisation) => heardFrom.has(organisation)).length,
    scales,
  };
}

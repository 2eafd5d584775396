import { instrumentKey } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import type { Analysis, WaveAnalysis } from './analysis.ts';
import { changesBetween } from './changes.ts';
import { eventAnalyses } from './events.ts';
import { scaleLevel } from './levels.ts';
import { scaleTrend } from './trend.ts';
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
  const waves = scoreWaves(panel);
  return {
    format: 'rapport-analysis/1',
    network: panel.network.slug,
    instrument: instrumentKey(instrument),
    waves: waves.map(waveAnalysis),
    changes: changesBetween(waves),
    trends: Object.fromEntries(instrument.scales.map(({ id }) => [id, scaleTrend(waves, id)])),
    events: eventAnalyses(waves, panel.events),
  };
}

function waveAnalysis(wave: ScoredWave): WaveAnalysis {
  const heard = wave.members.filter(({ responded }) => responded);
  const eligible = wave.members.length;
  const scales: WaveAnalysis['scales'] = {};
  for (const [id, scale] of wave.scales) scales[id] = scaleLevel(scale, eligible);
  return {
    wave: wave.wave.wave,
    eligible,
    responded: heard.length,
    responseRate: eligible === 0 ? null : heard.length / eligible,
    organisations: wave.organisations.length,
    organisationsHeard: new Set(heard.map(({ organisation }) => organisation)).size,
    scales,
    network: null,
    stage: null,
  };
}

import { analyse } from '@rapport/analytics/analyse';
import type { Analysis } from '@rapport/analytics/analysis';
import type { Audience, Release } from '@rapport/analytics/release';
import type { Panel } from '@rapport/surveys/panel';
import { waveState } from '@rapport/db/wave-state';
import { oneOf, parseCommand, type Command, type Terminal } from './command.ts';
import { panelFrom } from './panel-source.ts';

const AUDIENCES = ['lead', 'funder'] as const;

export const analyseCommand: Command = {
  summary: 'the analysis of a panel, as JSON',
  help: `usage: rapport analyse PANEL [--audience lead|funder]

Prints the analysis of a panel (a folder of CSV files, or a .json file) as one JSON document. No database is touched.

  --audience A   print what that audience may see of the closed waves instead of the whole analysis`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['PANEL'], { audience: { type: 'string' } });
    const audience = values.audience === undefined ? null : oneOf('--audience', values.audience, AUDIENCES);
    const panel = await panelFrom(positionals[0] ?? '', terminal);
    const analysis = analyse(panel);
    const result = audience ? await releaseOf(analysis, audience, panel, terminal) : analysis;
    terminal.out(`${JSON.stringify(result, null, 2)}\n`);
  },
};

async function releaseOf(analysis: Analysis, audience: Audience, panel: Panel, terminal: Terminal): Promise<Release> {
  // Loaded when asked for: the analysis alone starts sooner without it.
  const { release } = await import('@rapport/analytics/release');
  return release(analysis, audience, { panel, closed: closedWaves(panel, terminal), ledger: null }).release;
}

function closedWaves({ network, waves }: Panel, { clock }: Terminal): Set<string> {
  const now = clock();
  return new Set(waves.filter((wave) => waveState(wave, network.timezone, now) === 'closed').map(({ wave }) => wave));
}

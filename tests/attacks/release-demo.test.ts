import { analyse } from '@rapport/analytics/analyse';
import { release, type Ledger } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { demoPanel } from '@rapport/api/demo/demo-panel';
import { describe, expect, it } from 'vitest';

const READINESS = ['trust', 'commitment', 'goals'] as const;
const panel = demoPanel({ seed: 1, today: '2026-02-10' });
const waves = panel.waves.slice(0, 8).map(({ wave }) => wave);

describe('the demo, a network of fourteen agencies over eight closed waves', () => {
  it.each(['at each close', 'in one release'])('holds back nothing that a lead is promised, %s', (how) => {
    let ledger: Ledger | null = null;
    for (let closed = how === 'in one release' ? 8 : 1; closed <= 8; closed += 1) {
      const ids = new Set(waves.slice(0, closed));
      const out = release(analyse(closedPanel(panel, ids)), 'lead', { panel, closed: ids, ledger });
      ledger = out.ledger;
      const { trends } = out.release;
      const last = out.release.waves.at(-1)!;
      for (const scale of READINESS) {
        expect(last.scales[scale]?.organisationMean, scale).not.toBeNull();
        expect(last.scales[scale]?.organisationCi, scale).not.toBeNull();
        if (closed > 1) expect(trends[scale]?.within?.perYear, `trend of ${scale}`).not.toBeNull();
      }
      const mode = last.network!.mode!;
      for (const level of mode.levels) {
        expect(level.density).not.toBeNull();
        expect(level.reach).not.toBeNull();
        expect(level.pockets).toHaveLength(level.pocketCount);
      }
      expect(mode.ratings.length).toBeGreaterThan(0);
      expect(last.stage?.verdict).toBeDefined();
      expect(out.release.suppressed.filter(({ reason }) => reason === 'unaudited')).toEqual([]);
    }
  });
});

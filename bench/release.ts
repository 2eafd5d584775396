/**
 * How long a release takes when a wave closes, with all that went out before audited: `npx tsx bench/release.ts`.
 * 60 organisations × 3 members, one wave after the other up to 40; the ledger goes through JSON between two releases, as stored.
 */
import { analyse } from '../analytics/analyse.ts';
import { release, type Ledger } from '../analytics/release.ts';
import { closedPanel } from '../analytics/release/closed-panel.ts';
import { benchPanel } from './panel.ts';

const WAVES = 40;
/** Waves whose times are printed. */
const SHOWN = [1, 2, 5, 10, 15, 20, 25, 30, 35, 38, 39, 40];

/** Seconds of this process's own time: what other processes take does not count. */
function timed<T>(work: () => T): { result: T; seconds: number } {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return { result, seconds: (user + system) / 1e6 };
}

for (const rated of [0, 59]) {
  const panel = benchPanel({ organisations: 60, membersEach: 3, waves: WAVES, rated });
  console.log(`60 organisations × 3 members × ${WAVES} waves, ${rated === 0 ? 'no ties' : `${rated} others rated`}`);
  console.log('waves   release   analyse   ledger');
  let ledger: Ledger | null = null;
  let longest = 0;
  let total = 0;
  for (let wave = 1; wave <= WAVES; wave += 1) {
    const closed = new Set(panel.waves.slice(0, wave).map(({ wave: id }) => id));
    const analysed = timed(() => analyse(closedPanel(panel, closed)));
    const before = ledger;
    const out = timed(() => release(analysed.result, 'lead', { panel, closed, ledger: before }));
    const stored = JSON.stringify(out.result.ledger);
    ledger = JSON.parse(stored) as Ledger;
    longest = Math.max(longest, out.seconds);
    total += out.seconds;
    if (!SHOWN.includes(wave)) continue;
    const columns = [out.seconds, analysed.seconds].map((seconds) => `${seconds.toFixed(3)} s`.padStart(10));
    console.log(
      `${String(wave).padStart(5)}${columns.join('')}${`${(stored.length / 1e6).toFixed(1)} MB`.padStart(9)}`,
    );
  }
  console.log(`longest ${longest.toFixed(3)} s, all ${WAVES} together ${total.toFixed(1)} s\n`);
}

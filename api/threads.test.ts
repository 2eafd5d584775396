import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MOST_AT_ONCE, askThread } from './threads.ts';

interface Span {
  id: number;
  from: number;
  to: number;
  stat: string;
}
const CODE = { built: './no-such-file.js', source: new URL('./testing/slow-thread.ts', import.meta.url) };
/** What proc(5) numbers 19, `nice`, and 41, `policy`, of a line of /proc/…/stat; 5 is SCHED_IDLE in sched(7). */
const standing = (stat: string) => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { nice: Number(fields[19 - 3]), policy: Number(fields[41 - 3]) };
};
const ask = (ms: number) => askThread<Span>(CODE, ms);

describe('askThread', () => {
  it('lets only so many work at once, and all have their turn', async () => {
    const spans = await Promise.all(Array.from({ length: MOST_AT_ONCE + 2 }, () => ask(150)));
    const most = Math.max(...spans.map(({ from }) => spans.filter((one) => one.from <= from && from < one.to).length));
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
    expect(spans).toHaveLength(MOST_AT_ONCE + 2);
  });

  it('goes on with a thread that is done, and never with one that failed', async () => {
    const first = await ask(1);
    expect((await ask(1)).id).toBe(first.id);
    await expect(ask(-1)).rejects.toThrow();
    const known = new Set([first.id]);
    for (let round = 0; round < MOST_AT_ONCE; round += 1) known.add((await ask(1)).id);
    expect((await ask(1)).id).not.toBe(first.id);
    expect(known.size).toBeGreaterThan(1);
  });

  it('tells of a thread that ended without a reply, or had none in time, and its place is free again', async () => {
    const late = () => new Error('too late');
    await expect(ask(-1)).rejects.toThrow('a thread ended before it was done, with 3');
    await expect(askThread(CODE, 60_000, { ms: 50, late })).rejects.toThrow('too late');
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, () => ask(1)));
  });

  it.runIf(process.platform === 'linux')('gives way to the thread that answers requests', async () => {
    execFileSync('chrt', ['--version']);
    const before = standing(readFileSync('/proc/self/stat', 'utf8'));
    expect(standing((await ask(1)).stat)).toEqual({ nice: 10, policy: 0 });
    const background = { ...CODE, built: './nor-this-one.js', inBackground: true };
    expect(standing((await askThread<Span>(background, 1)).stat)).toEqual({ nice: 19, policy: 5 });
    expect(standing(readFileSync('/proc/self/stat', 'utf8'))).toEqual(before);
  });
});

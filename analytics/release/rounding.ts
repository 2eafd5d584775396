import type { Interval } from '../analysis.ts';

type N = number | null;

const to =
  (factor: number) =>
  (value: number): number => {
    const rounded = Math.round(value * factor) / factor;
    return rounded === 0 ? 0 : rounded;
  };

const tenth = to(10);
const hundredth = to(100);

/** POMP points and slopes leave rounded to 0.1; null stays null. */
export const toTenth = (value: N): N => (value === null ? null : tenth(value));
/** Shares, probabilities and coefficients to 0.01. */
export const toHundredth = (value: N): N => (value === null ? null : hundredth(value));
/** p values to 0.001. */
export const toThousandth = (value: N): N => (value === null ? null : to(1000)(value));

export const intervalToTenth = (interval: Interval | null): Interval | null =>
  interval && [tenth(interval[0]), tenth(interval[1])];
export const intervalToHundredth = (interval: Interval | null): Interval | null =>
  interval && [hundredth(interval[0]), hundredth(interval[1])];
export const intervalToThousandth = (interval: Interval | null): Interval | null =>
  interval && [to(1000)(interval[0]), to(1000)(interval[1])];

/** A seeded source of chance: the same seed, the same network. */
export interface Chance {
  /** Uniform on [0, 1). */
  share(): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  /** Normal with mean 0 and the given standard deviation. */
  around(sd: number): number;
  /** One of the list, which must not be empty. */
  oneOf<T>(list: readonly T[]): T;
  /** The list in a random order. */
  shuffled<T>(list: readonly T[]): T[];
}

/** Mulberry32 (Tommy Ettinger's generator, public domain): 32 bits of state, ample for a demo. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [share(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  return {
    share,
    shuffled,
    happens: (p) => share() < p,
    // Box and Muller; 1 − share keeps the logarithm finite.
    around: (sd) => sd * Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
    oneOf: <T>(list: readonly T[]): T => {
      const item = list[Math.floor(share() * list.length)];
      if (item === undefined) throw new RangeError('nothing to choose from');
      return item;
    },
  };
}

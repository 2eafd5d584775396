import { instrumentKey, type Instrument } from '../instrument.ts';
import { pulse1 } from './pulse-1.ts';

const builtIn: ReadonlyMap<string, Instrument> = new Map([pulse1].map((it) => [instrumentKey(it), it]));

/** The instrument that comes with Rapport under this key (`pulse@1`), null when there is none. */
export const builtInInstrument = (key: string): Instrument | null => builtIn.get(key) ?? null;

/** Keys of all built-in instruments, oldest first. */
export const builtInKeys = (): string[] => [...builtIn.keys()];

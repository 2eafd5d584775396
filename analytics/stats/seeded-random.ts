import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A generator of numbers in [0, 1) that a text alone decides: sfc32 (Doty-Humphrey's PractRand), its state the first 128 bits
 * of the text's SHA-256. The same text gives the same numbers on every machine.
 */
export function seededRandom(seed: string): () => number {
  const state = new DataView(sha256(utf8ToBytes(seed)).buffer);
  let a = state.getUint32(0);
  let b = state.getUint32(4);
  let c = state.getUint32(8);
  let counter = state.getUint32(12);
  return () => {
    const next = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + next;
    return (next >>> 0) / 4_294_967_296;
  };
}

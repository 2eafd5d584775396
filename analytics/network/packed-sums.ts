/** Several columns of small whole numbers, side by side in the digits of doubles, so that one addition adds them all. */
export interface Packing {
  /** Each a row of doubles as long as the columns. */
  words: Float64Array[];
  /** Takes word `w`'s sum apart: writes one whole number per column it holds to `into`, at the column's place. */
  unpack(w: number, sum: number, into: Float64Array): void;
}

/** Whole numbers up to this are exact in a double. */
const BITS = 52;

/**
 * Packs columns of whole numbers so that weighted sums of rows, with whole weights, can be made for several columns at once.
 * Exact as long as no column's sum exceeds `bound` in size.
 */
export function packing(columns: readonly Int8Array[], bound: number): Packing {
  const base = 2 ** (Math.ceil(Math.log2(bound + 1)) + 1);
  const perWord = Math.max(1, Math.floor(BITS / Math.log2(base)));
  const rows = columns[0]?.length ?? 0;
  const words: Float64Array[] = [];
  columns.forEach((column, c) => {
    const scale = base ** (c % perWord);
    const word = words[Math.floor(c / perWord)] ?? new Float64Array(rows);
    if (c % perWord === 0) words.push(word);
    column.forEach((value, row) => {
      word[row] = (word[row] ?? 0) + value * scale;
    });
  });
  const unpack: Packing['unpack'] = (w, sum, into) => {
    let rest = sum;
    for (let c = w * perWord; c < Math.min((w + 1) * perWord, columns.length); c += 1) {
      const carried = Math.round(rest / base);
      into[c] = rest - carried * base;
      rest = carried;
    }
  };
  return { words, unpack };
}

import { constants, crc32, deflateRawSync } from 'node:zlib';

/** A page that is the same for many but for some gaps, kept as it is and compressed. */
export interface PageWithGaps {
  /** One more than there are gaps: what stands before each, and after the last. */
  pieces: Piece[];
  /** The name of each gap; the same one may be there several times. */
  gaps: string[];
}

interface Piece {
  plain: Buffer;
  packed: Buffer;
}

// Ends on a whole byte and refers to nothing before it: such pieces can stand in a row (zlib's manual, deflate, Z_FULL_FLUSH).
const PACKING = { level: constants.Z_BEST_COMPRESSION, finishFlush: constants.Z_FULL_FLUSH };

/** Cuts a page up wherever one of `standIns` stands: the text of each gap by its name. */
export function cutUp(page: string, standIns: Record<string, string>): PageWithGaps {
  const names = new Map(Object.entries(standIns).map(([name, text]) => [text, name]));
  const parts = page.split(new RegExp(`(${[...names.keys()].map(literally).join('|')})`));
  return {
    pieces: parts
      .filter((_, i) => i % 2 === 0)
      .map((text) => Buffer.from(text))
      .map((plain) => ({ plain, packed: deflateRawSync(plain, PACKING) })),
    gaps: parts.filter((_, i) => i % 2 === 1).map((text) => names.get(text) ?? ''),
  };
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The page in UTF-8, with `fillings` by the names of its gaps. @throws Error for a gap that nothing fills */
export function fill({ pieces, gaps }: PageWithGaps, fillings: Record<string, string>): Buffer {
  const bytes = bytesOf(fillings);
  return Buffer.concat(pieces.flatMap(({ plain }, i) => [plain, bytes(gaps[i])]));
}

// RFC 1952: no name, no time, an unknown system.
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
// RFC 1951, 3.2.4: an empty block that is the last.
const LAST_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** The same as a gzip file: what all have in common was compressed once, and what fills the gaps stands between as it is. */
export function fillCompressed(page: PageWithGaps, fillings: Record<string, string>): Buffer {
  const bytes = bytesOf(fillings);
  const plain = fill(page, fillings);
  const packed = page.pieces.flatMap((piece, i) => [piece.packed, ...stored(bytes(page.gaps[i]))]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(plain), 0);
  trailer.writeUInt32LE(plain.length, 4);
  return Buffer.concat([GZIP_HEADER, ...packed, LAST_BLOCK, trailer]);
}

const NOTHING = Buffer.alloc(0);

// After the last piece there is no gap.
const bytesOf =
  (fillings: Record<string, string>) =>
  (gap: string | undefined): Buffer => {
    if (gap === undefined) return NOTHING;
    const text = fillings[gap];
    if (text === undefined) throw new Error(`nothing fills the gap "${gap}"`);
    return Buffer.from(text);
  };

const LONGEST_BLOCK = 0xffff;

// RFC 1951, 3.2.4: blocks that are not compressed, and not the last.
function stored(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += LONGEST_BLOCK) {
    const part = bytes.subarray(from, from + LONGEST_BLOCK);
    const header = Buffer.alloc(5);
    header.writeUInt16LE(part.length, 1);
    header.writeUInt16LE(LONGEST_BLOCK - part.length, 3);
    parts.push(header, part);
  }
  return parts;
}

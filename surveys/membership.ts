/** A span of membership: `left` is the first day that no longer counts, null while it lasts. */
export interface Span {
  joined: string;
  left: string | null;
}

/** Who is in a wave: joined on or before its opening day, and not left by it (contract.md, section 2). */
export const isIn = (span: Span, wave: { opens: string }): boolean =>
  span.joined <= wave.opens && (span.left === null || span.left > wave.opens);

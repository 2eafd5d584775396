/** Fewer organisations than this give no verdict. */
const ENOUGH = 5;

/** How many of a wave's organisations must be heard before it can be judged by: five, and half of them (analytics.md, section 8). */
export const organisationsNeeded = (organisations: number): number => Math.max(ENOUGH, Math.ceil(organisations / 2));

/**
 * The attributes of a `details`: opened when asked for, and otherwise left as the reader has it. A plain `open={false}` would shut
 * again, when the page's script arrives, what a quick reader opened before.
 */
export const openIf = (asked: boolean): { open?: true } => (asked ? { open: true } : {});

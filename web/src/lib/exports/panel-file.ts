/** What the API takes of a panel at once (api/body.ts); larger ones go over the command line. */
export const MOST_MB = 4;
export const isTooLarge = ({ size }: { size: number }): boolean => size > MOST_MB * 1024 * 1024;

/** Words that stand, or may come to stand, where a network's slug does in an address. */
const RESERVED = new Set([
  'account',
  'api',
  'help',
  'join',
  'networks',
  'new',
  'people',
  'portfolio',
  'reports',
  'setup',
  'sign-in',
  'sign-out',
]);

/** Whether a network can't have this slug, since our own addresses have it: `/networks/new`. */
export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug);

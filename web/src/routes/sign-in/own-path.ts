/** Only paths of this site: a link must not lead through our sign-in to another one. */
export const ownPath = (to: string | null): string => (to !== null && /^\/(?![/\\])/.test(to) ? to : '/');

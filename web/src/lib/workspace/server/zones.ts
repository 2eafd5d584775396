/** The time zones that can be chosen, with those of `kept` that this runtime doesn't list (older names of zones). */
export const timeZones = (...kept: string[]): string[] =>
  [...new Set([...kept, 'Etc/UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))])].sort();

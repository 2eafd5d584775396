/** Names of scheduled backups sort by when they were made: `rapport-2026-11-26T02-00-00Z.backup`. */
export const backupName = {
  at: (now: Date): string => `rapport-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup`,
  is: (name: string): boolean => /^rapport-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup$/.test(name),
};

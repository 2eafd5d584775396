const MOST = 10;
const LONGEST = 366;

/** Numbers of days as they are typed, `3, 5`, in order and each once; null where one is none, or out of range. */
export function readDays(typed: string, least: number): number[] | null {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.some((word) => !/^\d{1,3}$/.test(word))) return null;
  const days = [...new Set(words.map(Number))].sort((a, b) => a - b);
  return days.length <= MOST && days.every((day) => day >= least && day <= LONGEST) ? days : null;
}

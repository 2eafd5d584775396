const HOUR_MS = 3_600_000;
const MOST_KEYS = 10_000;
const done = new WeakMap<object, Map<string, number>>();

/**
 * Does something that is noted once an hour, however often it is done: `isFirst` says whether it was not done for this key
 * within the hour. What fails was not done. `owner` is what the keys belong to, a database. Kept in memory: another process
 * or a restart begins anew.
 */
export async function hourly<T>(
  owner: object,
  key: string,
  now: Date,
  act: (isFirst: boolean) => Promise<T>,
): Promise<T> {
  const ours = done.get(owner) ?? new Map<string, number>();
  done.set(owner, ours);
  const isRecent = (at: number) => Math.abs(now.getTime() - at) < HOUR_MS;
  const last = ours.get(key);
  if (last !== undefined && isRecent(last)) return act(false);
  if (ours.size >= MOST_KEYS) for (const [old, at] of ours) if (!isRecent(at)) ours.delete(old);
  // At once, so that of many at the same time one is the first.
  ours.set(key, now.getTime());
  try {
    return await act(true);
  } catch (error) {
    ours.delete(key);
    throw error;
  }
}

/** Places 0…G − 1 of each row's cluster, in order of first appearance, and their number. */
export function clusterPlaces(clusters: readonly string[]): { at: Int32Array; count: number } {
  const places = new Map<string, number>();
  const at = new Int32Array(clusters.length);
  clusters.forEach((cluster, row) => {
    let place = places.get(cluster);
    if (place === undefined) {
      place = places.size;
      places.set(cluster, place);
    }
    at[row] = place;
  });
  return { at, count: places.size };
}

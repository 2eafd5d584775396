/** One kind of network: how many agencies and waves, and whether its agencies are alike in growth and shape. */
export interface Cell {
  name: string;
  organisations: number;
  waves: number;
  /** Agencies grow at rates that differ (sd 4 points a year around 0), and their levels are skewed (exponential), as a few laggards make them. */
  uneven: boolean;
}

/** Three sizes, two lengths, even and uneven: twelve cells. One to three members each, drawn anew; 15% of all answers missed. */
export const CELLS: readonly Cell[] = [8, 14, 30].flatMap((organisations) =>
  [4, 9].flatMap((waves) =>
    [false, true].map((uneven) => ({
      name: `${organisations} agencies, ${waves} waves, ${uneven ? 'uneven' : 'even'}`,
      organisations,
      waves,
      uneven,
    })),
  ),
);

/** Standard deviations in POMP points: between agencies, between members of one, and from wave to wave; ICC(1) is .2, total sd 13.5. */
export const SPREAD = { organisation: 6, member: 9, occasion: 8, growth: 4 };
export const MISSED = 0.15;
export const NETWORKS = 1000;

/** `pulse@1`: how panels, waves and analyses name an instrument version. */
export const instrumentKey = (instrument: { id: string; version: number }): string =>
  `${instrument.id}@${instrument.version}`;

/**
 * Version of the method: what an analysis' figures rest on beside its panel and instrument. Raised when a definition in
 * docs/method.md changes, so that a frozen figure says which method made it; it also seeds every bootstrap.
 */
export const METHOD = '1';

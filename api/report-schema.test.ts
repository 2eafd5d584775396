import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportJsonSchema } from './report-schema.ts';

it('docs/report.schema.json describes a report’s .json as the API makes it', () => {
  expect(JSON.parse(readFileSync(new URL('../docs/report.schema.json', import.meta.url), 'utf8'))).toEqual(
    JSON.parse(reportJsonSchema()),
  );
});

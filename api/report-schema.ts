import { z } from 'zod';
import { reportDocumentSchema } from './schemas/reports.ts';

/** JSON Schema (2020-12) of a report's `.json`: docs/report.schema.json holds this text. */
export const reportJsonSchema = (): string =>
  `${JSON.stringify(
    { title: 'Rapport readiness report', ...z.toJSONSchema(reportDocumentSchema, { target: 'draft-2020-12' }) },
    null,
    2,
  )}\n`;

import { dayIn } from '@rapport/db/calendar';
import { importResponses } from '@rapport/db/import-responses';
import { getImportMapping, listImportMappings, saveImportMapping } from '@rapport/db/import-mappings';
import { readPanel } from '@rapport/db/panel';
import { guessMapping, readWide, wideHeader } from '@rapport/surveys/wide-import';
import type { Panel } from '@rapport/surveys/panel';
import { columnMeaningSchema, wideMappingSchema } from '@rapport/surveys/wide-mapping';
import { z } from 'zod';
import { router } from '../context.ts';
import { InvalidValues, WrongContentType } from '../problems.ts';
import { route } from '../route.ts';
import { body, by, gone, inNetwork, json, LONGEST_LIST } from './parts.ts';

const tags = ['panel'];
const name = z.string().trim().min(1).max(100);
const fileBody = {
  required: true,
  content: {
    'text/csv': { schema: z.string().max(LONGEST_LIST) },
    'text/plain': { schema: z.string().max(LONGEST_LIST) },
  },
} as const;

const mappingsSchema = z
  .object({ mappings: z.array(z.object({ name, mapping: wideMappingSchema, saved: z.iso.datetime() })) })
  .meta({ id: 'ImportMappings' });
const guessSchema = z
  .object({
    header: z.array(z.string()),
    mapping: wideMappingSchema,
    /** What a column may be, in the order of the survey. */
    choices: z.array(
      z.object({
        meaning: columnMeaningSchema,
        text: z.record(z.string(), z.string()),
        /** Name of the agency rated. */
        agency: z.string().nullable(),
      }),
    ),
    waves: z.array(z.object({ wave: z.string(), label: z.string() })),
  })
  .meta({ id: 'MappingGuess' });
const previewSchema = z
  .object({
    dryRun: z.boolean(),
    responses: z.int(),
    members: z.int(),
    waves: z.array(z.string()),
    answers: z.int(),
    ties: z.int(),
    texts: z.int(),
    /** `row` is the line of the file, `column` as the file calls it. */
    faults: z.array(z.object({ row: z.int().nullable(), column: z.string().nullable(), message: z.string() })),
    ignored: z.array(z.string()),
  })
  .meta({ id: 'AnswersImport' });

const listRoute = route('custodian', {
  method: 'get',
  path: '/networks/{network}/mappings',
  summary: 'How files from elsewhere become answers: what was saved, the last first',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(mappingsSchema, 'The network’s mappings') },
});
const saveRoute = route('custodian', {
  method: 'put',
  path: '/networks/{network}/mappings/{name}',
  summary: 'Keeps a mapping under a name',
  tags,
  request: { params: inNetwork.extend({ name }), body: body(wideMappingSchema) },
  responses: gone,
});
const guessRoute = route('custodian', {
  method: 'post',
  path: '/networks/{network}/mappings/guess',
  summary: 'The columns of a wide file, and a mapping to begin with; nothing is saved',
  tags,
  request: { params: inNetwork, body: fileBody },
  responses: { 200: json(guessSchema, 'A first guess') },
});
const importRoute = route('custodian', {
  method: 'post',
  path: '/networks/{network}/answers',
  summary:
    'Adds answers from a wide file by a saved mapping, all or none; with dryRun=true it only says what would come of it',
  tags,
  request: {
    params: inNetwork,
    query: z.object({ mapping: name, dryRun: z.enum(['true', 'false']).optional() }),
    body: fileBody,
  },
  responses: { 200: json(previewSchema, 'The preview; nothing was saved'), 201: json(previewSchema, 'Added') },
});

function mustBeText(type: string | undefined): void {
  if (!/^text\/(plain|csv)/.test(type ?? '')) throw new WrongContentType('Send text/csv.');
}

type Choice = z.infer<typeof guessSchema>['choices'][number];

function choicesOf({ instruments, organisations }: Panel): Choice[] {
  const all = instruments.flatMap(({ items, ties, texts = [] }): Choice[] => [
    ...items.map(({ id, text }) => ({ meaning: { item: id }, text, agency: null })),
    ...ties.flatMap(({ id, text }) =>
      organisations.map(({ organisation, name: agency }) => ({ meaning: { tie: id, organisation }, text, agency })),
    ),
    ...texts.map(({ id, text }) => ({ meaning: { text: id }, text, agency: null })),
  ]);
  return [...new Map(all.map((choice) => [JSON.stringify(choice.meaning), choice])).values()];
}

export const imports = router()
  .openapi(listRoute, async (c) => {
    const rows = await listImportMappings(c.var.db, c.req.valid('param').network);
    const mappings = rows.map((row) => ({ name: row.name, mapping: row.mapping, saved: row.savedAt.toISOString() }));
    return c.json({ mappings }, 200);
  })
  .openapi(guessRoute, async (c) => {
    mustBeText(c.req.header('content-type'));
    const { panel } = await readPanel(c.var.db, c.req.valid('param').network);
    const header = wideHeader(await c.req.text());
    const waves = panel.waves.map(({ wave, label }) => ({ wave, label }));
    return c.json({ header, mapping: guessMapping(header, panel), choices: choicesOf(panel), waves }, 200);
  })
  .openapi(saveRoute, async (c) => {
    const { network, name: called } = c.req.valid('param');
    await saveImportMapping(c.var.db, network, { name: called, mapping: c.req.valid('json') }, by(c));
    return c.body(null, 204);
  })
  .openapi(importRoute, async (c) => {
    mustBeText(c.req.header('content-type'));
    const { network } = c.req.valid('param');
    const { mapping: called, dryRun } = c.req.valid('query');
    const [mapping, { panel }] = await Promise.all([
      getImportMapping(c.var.db, network, called),
      readPanel(c.var.db, network),
    ]);
    const today = dayIn(panel.network.timezone, c.var.clock());
    const { responses, faults, ignored } = readWide(await c.req.text(), mapping, panel, { today });
    const preview = {
      responses: responses.length,
      members: new Set(responses.map(({ member }) => member)).size,
      waves: [...new Set(responses.map(({ wave }) => wave))],
      answers: responses.reduce((sum, { answers }) => sum + answers.length, 0),
      ties: responses.reduce((sum, { ties }) => sum + ties.length, 0),
      texts: responses.reduce((sum, { texts }) => sum + texts.length, 0),
      faults: faults.map(({ row, column, message }) => ({ row, column, message })),
      ignored,
    };
    if (dryRun === 'true') return c.json({ dryRun: true, ...preview }, 200);
    if (faults.length > 0)
      throw new InvalidValues(
        faults.map(({ row, column, message }) => ({
          path: `${row ?? ''}.${column ?? ''}`,
          message,
          code: 'in-file' as const,
        })),
      );
    if (responses.length === 0) throw new InvalidValues([], 'The file has no answer that the mapping names.');
    await importResponses(c.var.db, network, responses, by(c));
    return c.json({ dryRun: false, ...preview }, 201);
  });

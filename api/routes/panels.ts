import { NotFound } from '@rapport/db/errors';
import { importPanel } from '@rapport/db/import-panel';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import type { Panel } from '@rapport/surveys/panel';
import { isReservedSlug } from '@rapport/surveys/reserved-slugs';
import { z } from 'zod';
import { router } from '../context.ts';
import { readPanelInThread } from '../panels/read-in-thread.ts';
import { InvalidValues, WrongContentType } from '../problems.ts';
import { route } from '../route.ts';
import { by, json, LONGEST_LIST } from './parts.ts';

const COUNTED = ['organisations', 'members', 'waves', 'answers', 'ties', 'texts', 'events'] as const;
const binary = { schema: z.string().max(LONGEST_LIST).meta({ format: 'binary' }) };

const broughtSchema = z
  .object({
    dryRun: z.boolean(),
    /** Null while something is at fault. */
    network: z.object({ slug: z.string(), name: z.string() }).nullable(),
    counts: z.record(z.enum(COUNTED), z.int()).nullable(),
    /** `file` as the folder has it, `row` its line; of a JSON document `panel.json/members` and the row’s place. */
    faults: z.array(
      z.object({
        file: z.string(),
        row: z.int().nullable(),
        column: z.string().nullable(),
        message: z.string(),
      }),
    ),
    /** Files that are no part of a panel. */
    ignored: z.array(z.string()),
  })
  .meta({ id: 'PanelImport' });

const bringRoute = route('lead', {
  method: 'post',
  path: '/panels',
  summary:
    'A whole panel as a new network, led by the account that brings it: all of it or nothing; with dryRun=true it only says ' +
    'what would come of it',
  tags: ['panel'],
  request: {
    query: z.object({ dryRun: z.enum(['true', 'false']).optional() }),
    body: {
      description: 'contract.md, section 1: a ZIP of the folder, or the JSON document, told apart by their first bytes',
      required: true,
      content: { 'application/octet-stream': binary, 'application/zip': binary },
    },
  },
  responses: { 200: json(broughtSchema, 'The preview; nothing was saved'), 201: json(broughtSchema, 'Brought in') },
});

const countsOf = (panel: Panel) =>
  Object.fromEntries(COUNTED.map((table) => [table, panel[table].length])) as Record<(typeof COUNTED)[number], number>;

const isTaken = (db: Db, slug: string): Promise<boolean> =>
  getNetwork(db, slug).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

export const panels = router().openapi(bringRoute, async (c) => {
  const { db, account } = c.var;
  if (!/^application\/(octet-stream|zip)/.test(c.req.header('content-type') ?? ''))
    throw new WrongContentType('Send application/octet-stream.');
  const isDry = c.req.valid('query').dryRun === 'true';
  const reading = await readPanelInThread(new Uint8Array(await c.req.arrayBuffer()));
  const { panel } = reading;
  const slug = panel?.network.slug ?? '';
  const atSlug = (message: string) => [{ file: 'network.json', row: null, column: 'slug', message }];
  const faults =
    reading.faults ??
    (isReservedSlug(slug)
      ? atSlug(`is "${slug}", which the addresses of the program need`)
      : (await isTaken(db, slug))
        ? atSlug(`is "${slug}": a network of this name is here already`)
        : []);
  const brought = {
    dryRun: isDry,
    network: panel ? { slug, name: panel.network.name } : null,
    counts: panel ? countsOf(panel) : null,
    faults,
    ignored: reading.panel ? reading.ignored : [],
  };
  if (isDry) return c.json(brought, 200);
  if (!panel || faults.length > 0)
    throw new InvalidValues(
      faults.map(({ file, row, column, message }) => ({
        path: [file, row, column].join(':'),
        message,
        code: 'in-file' as const,
      })),
    );
  await importPanel(db, panel, { ...by(c), lead: account.id });
  return c.json(brought, 201);
});

import { addRoster } from '@rapport/db/roster';
import { tableSchemas } from '@rapport/surveys/panel';
import type { PeopleFaultCode } from '@rapport/surveys/people-list';
import { z } from 'zod';
import { router } from '../context.ts';
import { InvalidValues, WrongContentType } from '../problems.ts';
import { planRoster, type RosterPlan } from '../roster.ts';
import { route } from '../route.ts';
import { by, inNetwork, json, LONGEST_LIST } from './parts.ts';

const FAULTS: Record<PeopleFaultCode, (value: string) => string> = {
  unreadable: () => 'has a quote that is never closed, or one in the middle of a cell',
  'too-many': (rows) => `has ${rows} lines; take at most 5,000 at once`,
  'agency-missing': () => 'names no agency',
  encoding: (cell) => `is ${JSON.stringify(cell)}: save the file as UTF-8`,
  formula: (cell) => `is ${JSON.stringify(cell)}: a name must not begin with = + - @ or a tab, as a formula does`,
  'too-long': () => 'is longer than 500 characters',
  'email-wrong': (cell) => `is ${JSON.stringify(cell)}, not an e-mail address`,
  'email-repeated': (line) => `is on line ${line} too`,
  'email-known': (cell) => `${cell} belongs to somebody in the network`,
  'person-repeated': (line) => `is on line ${line} too, and neither has an e-mail address`,
  'person-known': (cell) => `${cell} is in this agency already`,
  'language-wrong': (cell) => `is ${JSON.stringify(cell)}, not a language tag such as en or id`,
};
const codeSchema = z.enum(Object.keys(FAULTS) as [PeopleFaultCode, ...PeopleFaultCode[]]);

const rosterSchema = z
  .object({
    dryRun: z.boolean(),
    /** The agencies that the list names, in its order; `people` counts those it adds. */
    agencies: z.array(z.object({ organisation: z.string(), name: z.string(), isNew: z.boolean(), people: z.int() })),
    members: z.array(tableSchemas.members.pick({ member: true, organisation: true, name: true, email: true })),
    /** `row` is the line of the list, from 1. */
    faults: z.array(
      z.object({
        row: z.int().nullable(),
        column: z.enum(['agency', 'name', 'email', 'language']).nullable(),
        code: codeSchema,
        value: z.string(),
        message: z.string(),
      }),
    ),
    /** Headings of columns that are passed over. */
    ignored: z.array(z.string()),
  })
  .meta({ id: 'RosterPlan' });

const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/roster',
  summary: 'Adds agencies and their people from a list as a spreadsheet copies or saves it, all or none',
  description:
    'Columns are agency, name, e-mail and language, in that order or under headings. Agencies are found by name. With dryRun=true it only says what would come of it.',
  tags: ['members'],
  request: {
    params: inNetwork,
    query: z.object({ dryRun: z.enum(['true', 'false']).optional() }),
    body: {
      required: true,
      content: {
        'text/plain': { schema: z.string().max(LONGEST_LIST).meta({ description: 'Tabs, commas or semicolons' }) },
      },
    },
  },
  responses: { 200: json(rosterSchema, 'The preview; nothing was saved'), 201: json(rosterSchema, 'Added') },
});

export const roster = router().openapi(addRoute, async (c) => {
  const { network } = c.req.valid('param');
  if (!/^text\/(plain|csv)/.test(c.req.header('content-type') ?? '')) throw new WrongContentType('Send text/plain.');
  const plan = await planRoster(c.var.db, network, await c.req.text(), c.var.clock());
  if (c.req.valid('query').dryRun === 'true') return c.json(rosterView(plan, true), 200);
  if (plan.faults.length > 0)
    throw new InvalidValues(
      plan.faults.map(({ row, column, code, value }) => ({
        path: `${row ?? ''}.${column ?? ''}`,
        message: FAULTS[code](value),
        code: 'in-file' as const,
      })),
    );
  await addRoster(c.var.db, network, plan, by(c));
  return c.json(rosterView(plan, false), 201);
});

const rosterView = ({ agencies, members, faults, ignored }: RosterPlan, dryRun: boolean) => ({
  dryRun,
  agencies,
  members: members.map(({ member, organisation, name, email }) => ({
    member,
    organisation,
    name: name ?? null,
    email: email ?? null,
  })),
  faults: faults.map((fault) => ({ ...fault, message: FAULTS[fault.code](fault.value) })),
  ignored,
});

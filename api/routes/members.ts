import { addMember, addMembers, deleteMember, getMember, listMembers, updateMember } from '@rapport/db/members';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { waveState } from '@rapport/db/wave-state';
import { listWaves } from '@rapport/db/waves';
import { tableSchemas, type Member } from '@rapport/surveys/panel';
import { z } from 'zod';
import { router } from '../context.ts';
import { membersFromCsv } from '../members-csv.ts';
import { noteView } from '../note-view.ts';
import { InvalidValues, WrongContentType } from '../problems.ts';
import { route } from '../route.ts';
import { checkRow } from '../row-checks.ts';
import { memberPatchSchema } from '../schemas/rows.ts';
import { memberView } from '../views.ts';
import { body, by, gone, inNetwork, json, LONGEST_LIST, withId } from './parts.ts';

const tags = ['members'];
const row = tableSchemas.members;

const listRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/members',
  summary: 'The people, in the network’s own order',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ members: z.array(row) }), 'All of them, also those that left') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/members',
  summary: 'Adds a person; while a wave is open they join on its opening day and can answer it',
  tags,
  request: { params: inNetwork, body: body(row) },
  responses: { 201: json(row, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/members/{id}',
  summary: 'Changes a person; a move to another agency is a new row with the same `person`',
  tags,
  request: { params: withId, body: body(memberPatchSchema) },
  responses: { 200: json(row, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/members/{id}',
  summary: 'Removes a person who never answered; end the membership with `left` otherwise',
  tags,
  request: { params: withId },
  responses: gone,
});

const importSchema = z.object({
  dryRun: z.boolean(),
  /** The rows that are right, as they would be or were added. */
  members: z.array(row),
  /** `row` is the line of the file; the header is 1. */
  faults: z.array(z.object({ row: z.int().nullable(), column: z.string().nullable(), message: z.string() })),
});
const importRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/members/import',
  summary: 'Adds people from a members.csv, all or none; with dryRun=true only says what would come of it',
  tags,
  request: {
    params: inNetwork,
    query: z.object({ dryRun: z.enum(['true', 'false']).optional() }),
    body: {
      required: true,
      content: {
        'text/csv': { schema: z.string().max(LONGEST_LIST).meta({ description: 'contract.md: members.csv' }) },
      },
    },
  },
  responses: { 200: json(importSchema, 'The preview; nothing was saved'), 201: json(importSchema, 'Added') },
});

export const members = router()
  .openapi(listRoute, async (c) => {
    const { network } = c.req.valid('param');
    await noteView(c, network);
    const rows = await listMembers(c.var.db, network);
    return c.json({ members: rows.map(memberView) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const { network } = c.req.valid('param');
    const member = atOpening(c.req.valid('json'), await openWave(c.var.db, network, c.var.clock()));
    checkRow('members', member);
    return c.json(memberView(await addMember(c.var.db, network, member, by(c))), 201);
  })
  .openapi(importRoute, async (c) => {
    const { network } = c.req.valid('param');
    if (!c.req.header('content-type')?.startsWith('text/csv')) throw new WrongContentType('Send text/csv.');
    const { db } = c.var;
    const [bytes, wave] = await Promise.all([c.req.arrayBuffer(), openWave(db, network, c.var.clock())]);
    const { rows, faults } = await membersFromCsv(db, network, new Uint8Array(bytes));
    const found = rows.map((member) => atOpening(member, wave));
    if (c.req.valid('query').dryRun === 'true') return c.json({ dryRun: true, members: found, faults }, 200);
    if (faults.length > 0)
      throw new InvalidValues(
        faults.map((it) => ({
          path: `${it.row ?? ''}.${it.column ?? ''}`,
          message: it.message,
          code: 'in-file' as const,
        })),
      );
    const added = await addMembers(db, network, found, by(c));
    return c.json({ dryRun: false, members: added.map(memberView), faults: [] }, 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const patch = c.req.valid('json');
    checkRow('members', { ...memberView(await getMember(c.var.db, network, id)), ...patch });
    return c.json(memberView(await updateMember(c.var.db, network, id, patch, by(c))), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteMember(c.var.db, network, id, by(c));
    return c.body(null, 204);
  });

async function openWave(db: Db, network: string, now: Date) {
  const [{ timezone }, waves] = await Promise.all([getNetwork(db, network), listWaves(db, network)]);
  return waves.find((wave) => waveState(wave, timezone, now) === 'open');
}

/** Someone added while a wave is open belongs to it: who is in a wave is decided by its opening day. */
const atOpening = (member: Member, wave: { opens: string; closes: string } | undefined): Member =>
  wave && member.joined > wave.opens && member.joined <= wave.closes ? { ...member, joined: wave.opens } : member;

import {
  addDeclaration,
  declarationId,
  deleteDeclaration,
  listDeclarations,
  updateDeclaration,
  type DeclarationRow,
} from '@rapport/db/declarations';
import { listInstruments } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { router } from '../context.ts';
import { InvalidValues } from '../problems.ts';
import { route } from '../route.ts';
import { declarationPatchSchema, declarationViewSchema, type DeclarationView } from '../schemas/rows.ts';
import { body, by, gone, inNetwork, json, withId } from './parts.ts';

const tags = ['declarations'];

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/declarations',
  summary: 'The modes that the funder mandates and the network aims for, by date',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ declarations: z.array(declarationViewSchema) }), 'All of them') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/declarations',
  summary: 'Adds a declared mode that holds from a date on',
  tags,
  request: { params: inNetwork, body: body(tableSchemas.declarations) },
  responses: { 201: json(declarationViewSchema, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/declarations/{id}',
  summary: 'Changes a declaration; its id is `funder:2026-01-01`',
  tags,
  request: { params: withId, body: body(declarationPatchSchema) },
  responses: { 200: json(declarationViewSchema, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/declarations/{id}',
  summary: 'Removes a declaration',
  tags,
  request: { params: withId },
  responses: gone,
});

export const declarations = router()
  .openapi(listRoute, async (c) => {
    const rows = await listDeclarations(c.var.db, c.req.valid('param').network);
    return c.json({ declarations: rows.map(declarationView) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const { network } = c.req.valid('param');
    const declaration = c.req.valid('json');
    await checkMode(c.var.db, network, declaration.mode);
    return c.json(declarationView(await addDeclaration(c.var.db, network, declaration, by(c))), 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const patch = c.req.valid('json');
    if (patch.mode !== undefined) await checkMode(c.var.db, network, patch.mode);
    return c.json(declarationView(await updateDeclaration(c.var.db, network, id, patch, by(c))), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteDeclaration(c.var.db, network, id, by(c));
    return c.body(null, 204);
  });

const declarationView = (row: DeclarationRow): DeclarationView => ({ declaration: declarationId(row), ...row });

async function checkMode(db: Db, network: string, mode: string): Promise<void> {
  const instruments = await listInstruments(db, network);
  const modes = instruments.flatMap(({ readiness }) => readiness?.modes.map(({ id }) => id) ?? []);
  if (modes.length > 0 && !modes.includes(mode))
    throw new InvalidValues([
      { path: 'mode', message: `is "${mode}", not one of ${[...new Set(modes)].join(', ')}`, code: 'bad-choice' },
    ]);
}

import {
  addOrganisation,
  deleteOrganisation,
  getOrganisation,
  listOrganisations,
  updateOrganisation,
} from '@rapport/db/organisations';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { checkRow } from '../row-checks.ts';
import { organisationPatchSchema } from '../schemas/rows.ts';
import { organisationView } from '../views.ts';
import { body, by, gone, inNetwork, json, withId } from './parts.ts';

const tags = ['organisations'];
const row = tableSchemas.organisations;

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/organisations',
  summary: 'The agencies, in the network’s own order',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ organisations: z.array(row) }), 'All of them, also those that left') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/organisations',
  summary: 'Adds an agency',
  tags,
  request: { params: inNetwork, body: body(row) },
  responses: { 201: json(row, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/organisations/{id}',
  summary: 'Changes an agency',
  tags,
  request: { params: withId, body: body(organisationPatchSchema) },
  responses: { 200: json(row, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/organisations/{id}',
  summary: 'Removes an agency that nothing rests on; end it with `left` otherwise',
  tags,
  request: { params: withId },
  responses: gone,
});

export const organisations = router()
  .openapi(listRoute, async (c) => {
    const rows = await listOrganisations(c.var.db, c.req.valid('param').network);
    return c.json({ organisations: rows.map(organisationView) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const organisation = c.req.valid('json');
    checkRow('organisations', organisation);
    const added = await addOrganisation(c.var.db, c.req.valid('param').network, organisation, by(c));
    return c.json(organisationView(added), 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const patch = c.req.valid('json');
    checkRow('organisations', { ...organisationView(await getOrganisation(c.var.db, network, id)), ...patch });
    return c.json(organisationView(await updateOrganisation(c.var.db, network, id, patch, by(c))), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteOrganisation(c.var.db, network, id, by(c));
    return c.body(null, 204);
  });

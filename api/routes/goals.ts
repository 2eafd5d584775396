import { addGoal, deleteGoal, listGoals, updateGoal, type GoalRow } from '@rapport/db/goals';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { router } from '../context.ts';
import { NotFound } from '../problems.ts';
import { route } from '../route.ts';
import { goalPatchSchema, goalViewSchema, type GoalView } from '../schemas/rows.ts';
import { body, by, gone, inNetwork, json, withId } from './parts.ts';

const tags = ['goals'];

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/goals',
  summary: 'The goals that the network has agreed on, by date',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ goals: z.array(goalViewSchema) }), 'Those of the latest date hold') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/goals',
  summary: 'Adds a goal that is agreed from a date on',
  tags,
  request: { params: inNetwork, body: body(tableSchemas.goals) },
  responses: { 201: json(goalViewSchema, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/goals/{id}',
  summary: 'Changes a goal',
  tags,
  request: { params: withId, body: body(goalPatchSchema) },
  responses: { 200: json(goalViewSchema, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/goals/{id}',
  summary: 'Removes a goal',
  tags,
  request: { params: withId },
  responses: gone,
});

export const goals = router()
  .openapi(listRoute, async (c) => {
    const rows = await listGoals(c.var.db, c.req.valid('param').network);
    return c.json({ goals: rows.map(goalView) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const added = await addGoal(c.var.db, c.req.valid('param').network, c.req.valid('json'), by(c));
    return c.json(goalView(added), 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    return c.json(goalView(await updateGoal(c.var.db, network, positionOf(id), c.req.valid('json'), by(c))), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteGoal(c.var.db, network, positionOf(id), by(c));
    return c.body(null, 204);
  });

const goalView = ({ position, from, text }: GoalRow): GoalView => ({ goal: String(position), from, text });

function positionOf(id: string): number {
  if (!/^\d{1,9}$/.test(id)) throw new NotFound(`There is no goal "${id}".`);
  return Number(id);
}

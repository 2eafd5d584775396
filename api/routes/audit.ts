import { readAuditLog } from '@rapport/db/audit-log';
import { getNetwork, updateNetwork } from '@rapport/db/networks';
import { listDueForErasure } from '@rapport/db/retention';
import { z } from 'zod';
import { auditActions, auditKinds, AUDIT_KINDS } from '../audit-kinds.ts';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { body, by, inNetwork, json } from './parts.ts';

const tags = ['audit'];
const PAGE = 50;

const entrySchema = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  action: z.enum(auditActions),
  by: z.object({ kind: z.enum(['account', 'member', 'operator', 'program']), name: z.string().nullable() }),
  subject: z.string().nullable().meta({ description: 'In today’s names; null where it was somebody who was erased' }),
  role: z.string().nullable().meta({ description: 'That was given or taken, or for which figures were frozen' }),
  format: z.string().nullable(),
});
const logRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/audit',
  summary: 'Who signed in, saw or took out what names people, and changed what; the latest first',
  tags,
  request: {
    params: inNetwork,
    query: z.object({
      kind: z.enum(auditKinds).optional(),
      before: z
        .string()
        .regex(/^\d{1,9}$/)
        .optional()
        .meta({ description: 'Entries before this number' }),
    }),
  },
  responses: {
    200: json(
      z.object({ entries: z.array(entrySchema), next: z.int().nullable() }),
      `At most ${PAGE}; \`next\` is the \`before\` of the ones after`,
    ),
  },
});

const months = z.int().min(1).max(600).nullable();
const dueSchema = z.object({
  months: months.meta({ description: 'What the network keeps now; null keeps people who left for good' }),
  due: z.array(z.object({ member: z.string(), name: z.string().nullable(), left: z.iso.date(), due: z.iso.date() })),
});
const previewRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/retention',
  summary: 'Whom the network would erase if it kept people who left for so many months; changes nothing',
  tags,
  request: {
    params: inNetwork,
    query: z.object({
      months: z
        .string()
        .regex(/^\d{1,3}$/)
        .optional(),
    }),
  },
  responses: { 200: json(dueSchema, 'Without `months`: by what the network keeps now') },
});
const retentionRoute = route('lead', {
  method: 'put',
  path: '/networks/{network}/retention',
  summary: 'Sets for how many months after leaving people are kept; from the next night on they are erased then',
  tags,
  request: { params: inNetwork, body: body(z.object({ months })) },
  responses: { 200: json(dueSchema, 'As set, and whom the next night erases') },
});

export const audit = router()
  .openapi(logRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { kind, before } = c.req.valid('query');
    const rows = await readAuditLog(c.var.db, network, {
      actions: kind ? AUDIT_KINDS[kind] : auditActions,
      ...(before !== undefined && { before: Number(before) }),
      limit: PAGE + 1,
    });
    const entries = rows.slice(0, PAGE).flatMap(({ detail, at, action, ...entry }) => {
      const known = auditActions.find((one) => one === action);
      if (!known) return [];
      const { role = detail.audience, format } = detail;
      return [
        {
          ...entry,
          at: at.toISOString(),
          action: known,
          role: typeof role === 'string' ? role : null,
          format: typeof format === 'string' ? format : null,
        },
      ];
    });
    return c.json({ entries, next: rows.length > PAGE ? (entries.at(-1)?.seq ?? null) : null }, 200);
  })
  .openapi(previewRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { retentionMonths } = await getNetwork(c.var.db, network);
    const asked = c.req.valid('query').months;
    const tried = asked === undefined ? retentionMonths : Number(asked);
    const due = tried === null || tried < 1 ? [] : await listDueForErasure(c.var.db, network, tried, c.var.clock());
    return c.json({ months: retentionMonths, due }, 200);
  })
  .openapi(retentionRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { months: retentionMonths } = c.req.valid('json');
    await updateNetwork(c.var.db, network, { retentionMonths }, by(c));
    const due =
      retentionMonths === null ? [] : await listDueForErasure(c.var.db, network, retentionMonths, c.var.clock());
    return c.json({ months: retentionMonths, due }, 200);
  });

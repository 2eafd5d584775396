import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations, listLinks } from '@rapport/db/invitations';
import { listWaveJobs } from '@rapport/db/jobs';
import { listOrganisations } from '@rapport/db/organisations';
import { listRecipients } from '@rapport/db/recipients';
import { WaveNotOpen } from '@rapport/db/errors';
import { getNetwork } from '@rapport/db/networks';
import { waveState } from '@rapport/db/wave-state';
import { getWave } from '@rapport/db/waves';
import { idSchema } from '@rapport/surveys/panel';
import type { Context } from 'hono';
import { z } from 'zod';
import { router, type ApiEnv } from '../context.ts';
import { linkStates } from '../link-states.ts';
import { queueInvitations, queueReminders } from '../mail/queue.ts';
import { DEFAULT_REMINDERS, reminderDays } from '../mail/reminder-days.ts';
import { route } from '../route.ts';
import { linkStateSchema, queuedSchema } from '../schemas/invitations.ts';
import { newToken } from '../sessions.ts';
import { by, inWave, json, optionalBody } from './parts.ts';

const tags = ['waves'];
const named = optionalBody(z.object({ members: z.array(idSchema).max(5000).optional() }));

const listRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/waves/{wave}/invitations',
  summary: 'Who in the wave has a link, by mail or by hand, and to whom none could be mailed',
  tags,
  request: { params: inWave },
  responses: {
    200: json(
      z.object({ mail: z.boolean(), reminders: z.array(z.iso.date()), members: z.array(linkStateSchema) }),
      '`mail` says whether this server sends any, `reminders` on which days. Whether somebody answered is not shown',
    ),
  },
});
const inviteRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/waves/{wave}/invitations',
  summary: 'Mails a link to each member named, or to everybody in the wave; without mail, makes the links',
  tags,
  request: { params: inWave, body: named },
  responses: {
    202: json(
      queuedSchema,
      'Each link is shown this once. It passed through your hands: it writes answers and never reads earlier ones back',
    ),
  },
});
const remindRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/waves/{wave}/reminders',
  summary: 'Reminds those who have not submitted, and only them; without mail, makes links for them',
  tags,
  request: { params: inWave, body: named },
  responses: { 202: json(queuedSchema, 'As for invitations') },
});

export const invitations = router()
  .openapi(listRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    const { db, mailer } = c.var;
    const [{ reminders }, dates, people, organisations, links, jobs] = await Promise.all([
      getNetwork(db, network),
      getWave(db, network, wave),
      listRecipients(db, network, wave),
      listOrganisations(db, network),
      listLinks(db, network, wave),
      listWaveJobs(db, network, wave, ['mail.invitation']),
    ]);
    return c.json(
      {
        mail: mailer !== null,
        reminders: reminderDays(dates, reminders ?? DEFAULT_REMINDERS),
        members: linkStates({ people, organisations, links, jobs }),
      },
      200,
    );
  })
  .openapi(inviteRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    const { db, mailer } = c.var;
    const { members } = c.req.valid('json');
    if (mailer) return c.json({ ...(await queueInvitations(c.var, network, wave, members)), links: [] }, 202);
    // Everybody, whether or not they have answered: a shorter list would say who did.
    const invited = members ?? (await listRecipients(db, network, wave)).map(({ member }) => member);
    return c.json(await handOn(c, network, wave, invited), 202);
  })
  .openapi(remindRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    const { db, mailer, clock } = c.var;
    const { members } = c.req.valid('json');
    if (mailer) return c.json({ ...(await queueReminders(c.var, network, wave, members)), links: [] }, 202);
    const [dates, { timezone }] = await Promise.all([getWave(db, network, wave), getNetwork(db, network)]);
    if (waveState(dates, timezone, clock()) === 'upcoming') throw new WaveNotOpen(wave, dates.opens);
    const missing = (await listRecipients(db, network, wave))
      .filter(({ member, answered }) => !answered && (members?.includes(member) ?? true))
      .map(({ member }) => member);
    return c.json(await handOn(c, network, wave, missing), 202);
  });

/** Links that the lead hands out; each is in the audit, and the form tells the member. */
async function handOn(c: Context<ApiEnv>, network: string, wave: string, members: readonly string[]) {
  const { db, config } = c.var;
  const made = [...new Set(members)].map((member) => ({ member, token: newToken() }));
  const rows = made.map(({ member, token }) => ({ member, tokenHash: sha256(token) }));
  await createInvitations(db, network, wave, rows, { ...by(c), handedOn: true });
  const links = made.map(({ member, token }) => ({ member, url: `${config.origin}/s/${token}` }));
  return { queued: links.length, links, notMailed: [] };
}

import { sha256 } from '@rapport/db/fingerprint';
import { openMailLink } from '@rapport/db/mail-links';
import { getMember } from '@rapport/db/members';
import { getNetwork } from '@rapport/db/networks';
import { hasOptedOut, optIn, optOut } from '@rapport/db/suppressions';
import { z } from 'zod';
import { router } from '../context.ts';
import { openToken } from '../limits.ts';
import { mailLanguage } from '../mail/language.ts';
import { route } from '../route.ts';
import { instantSchema } from '../schemas/rows.ts';
import { heldSession, startMemberSession } from '../sessions.ts';
import { body, byMember, json } from './parts.ts';

const tags = ['mail'];
const withToken = z.object({ token: z.string().min(1).max(200) });
const optOutSchema = z.object({ network: z.string(), language: z.string(), optedOut: z.boolean() });
/** How long a device that opened a personal link stays signed in to the member's own results. */
const RESULTS_MS = 30 * 24 * 3_600_000;

const optOutRoute = <const Method extends 'get' | 'post' | 'delete'>(method: Method, summary: string, reply: string) =>
  route('anyone', {
    method,
    path: '/opt-out/{token}',
    summary,
    tags,
    request: { params: withToken },
    responses: { 200: json(optOutSchema, reply) },
  });
const showRoute = optOutRoute(
  'get',
  'What the link that ends mails is about; changes nothing',
  'Whose mails, and whether they have ended',
);
const stopRoute = optOutRoute(
  'post',
  'Ends the network’s mails to a member; any body will do, as RFC 8058 has it',
  'Ended',
);
const startRoute = optOutRoute('delete', 'Lets the network mail the member again', 'Mails go out again');
const resultsRoute = route('anyone', {
  method: 'post',
  path: '/survey/results-session',
  summary: 'Exchanges the personal link of a thank-you for a cookie; it is valid for good',
  tags,
  request: { body: body(withToken) },
  responses: {
    200: json(
      z.object({ network: z.string(), language: z.string().nullable(), expires: instantSchema }),
      'The cookie is set',
    ),
  },
});

export const mailLinks = router()
  .openapi(showRoute, async (c) => c.json(await openToken(c, () => stateOf(c.var.db, c.req.valid('param').token)), 200))
  .openapi(stopRoute, async (c) => {
    const { token } = c.req.valid('param');
    const { network, member } = await openToken(c, () => openMailLink(c.var.db, sha256(token), 'opt-out'));
    await optOut(c.var.db, network, member, await byMember(c, network, member));
    return c.json(await stateOf(c.var.db, token), 200);
  })
  .openapi(startRoute, async (c) => {
    const { token } = c.req.valid('param');
    const { network, member } = await openToken(c, () => openMailLink(c.var.db, sha256(token), 'opt-out'));
    await optIn(c.var.db, network, member, await byMember(c, network, member));
    return c.json(await stateOf(c.var.db, token), 200);
  })
  .openapi(resultsRoute, async (c) => {
    const { db, clock } = c.var;
    const tokenHash = sha256(c.req.valid('json').token);
    const invitation = {
      ...(await openToken(c, () => openMailLink(db, tokenHash, 'results'))),
      tokenHash,
      handedOn: false,
    };
    const until = new Date(clock().getTime() + RESULTS_MS);
    const { language } = await getMember(db, invitation.network, invitation.member);
    const { network, expiresAt } =
      (await heldSession(c, invitation)) ?? (await startMemberSession(c, invitation, until));
    return c.json({ network, language, expires: expiresAt.toISOString() }, 200);
  });

async function stateOf(db: Parameters<typeof openMailLink>[0], token: string) {
  const { network, member } = await openMailLink(db, sha256(token), 'opt-out');
  const [{ name, locale }, { language }, optedOut] = await Promise.all([
    getNetwork(db, network),
    getMember(db, network, member),
    hasOptedOut(db, network, member),
  ]);
  return { network: name, language: mailLanguage(language, locale), optedOut };
}

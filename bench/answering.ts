/**
 * Members who answer, one for each token on stdin: each opens the form, saves a draft every second and submits in the end, again and
 * again until the process is ended. Prints how many requests there were and the slowest, as JSON, on SIGTERM.
 */
import { text } from 'node:stream/consumers';
import { pulse1 } from '../surveys/instruments/pulse-1.ts';

const [, , origin = ''] = process.argv;
const tokens = (await text(process.stdin)).trim().split('\n');
const DRAFTS = 10;
const PAUSE_MS = 1000;
const took: number[] = [];
const failed: string[] = [];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function call(
  cookie: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const from = performance.now();
  const reply = await fetch(`${origin}/api/survey${path}`, {
    method,
    headers: { cookie, origin, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await reply.json();
  took.push(performance.now() - from);
  if (!reply.ok) failed.push(`${method} ${path}: ${reply.status}`);
  return { reply, json };
}

async function answerAgainAndAgain(token: string, place: number) {
  await pause((place % 50) * 20);
  const { reply } = await call('', 'POST', '/session', { token });
  const cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  for (let round = 0; ; round += 1) {
    const form = (await call(cookie, 'GET', '')).json as { draft: { version: number } | null };
    let version = form.draft?.version ?? 0;
    for (let saved = 1; saved <= DRAFTS; saved += 1) {
      const items = pulse1.items.slice(0, Math.ceil((pulse1.items.length * saved) / DRAFTS));
      const answers = Object.fromEntries(items.map(({ id }) => [id, 4]));
      const put = await call(cookie, 'PUT', '/draft', { answers, ties: {} }, { 'if-match': `"${version}"` });
      version = (put.json as { version?: number }).version ?? version;
      await pause(PAUSE_MS);
    }
    const answers = Object.fromEntries(pulse1.items.map(({ id }) => [id, 4]));
    await call(cookie, 'POST', '/submission', { answers, ties: {} }, { 'idempotency-key': `${token}-${round}` });
    await pause(PAUSE_MS);
  }
}

process.on('SIGTERM', () => {
  console.log(JSON.stringify({ requests: took.length, slowest: Math.max(0, ...took), failed: failed.slice(0, 3) }));
  process.exit(0);
});
await Promise.all(tokens.map(answerAgainAndAgain));

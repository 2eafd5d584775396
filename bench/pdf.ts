/**
 * How long a PDF takes, and whether those who answer a survey meanwhile notice: `pnpm build && npx tsx bench/pdf.ts`. The promises
 * are a PDF in under 5 s, and a 99th percentile of saved drafts during ten PDFs at most twice that without.
 */
import { openShared } from './support/shared-reports.ts';
import { printedLink, startServer } from '../tests/support/server.ts';

const PDFS = 10;
const GAP_MS = 4;
const PDF_PROMISE_MS = 5000;
const quantile = (times: number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.ceil(share * times.length) - 1] ?? 0;

const server = await startServer({ LOG_LEVEL: 'silent' });
const token = printedLink(server, '/s/').split('/s/')[1] ?? '';
const session = await fetch(`${server.origin}/api/survey/session`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: server.origin },
  body: JSON.stringify({ token }),
});
const cookie = session.headers
  .getSetCookie()
  .map((one) => one.split(';')[0])
  .join('; ');
let version = 0;
let value = 1;

/** Saves a draft once and gives how long that took, in ms. */
async function save(): Promise<number> {
  value = (value % 7) + 1;
  const from = performance.now();
  const reply = await fetch(`${server.origin}/api/survey/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin: server.origin, cookie, 'if-match': `"${version}"` },
    body: JSON.stringify({ answers: { trust_1: value }, ties: {} }),
  });
  const took = performance.now() - from;
  if (!reply.ok) throw new Error(`a draft was not saved: ${reply.status} ${await reply.text()}`);
  ({ version } = (await reply.json()) as { version: number });
  return took;
}

/** Saves drafts, with a breath between, until `until` settles. */
async function saveWhile(until: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  void until.finally(() => (over = true));
  while (!over) {
    times.push(await save());
    await new Promise((resolve) => setTimeout(resolve, GAP_MS));
  }
  return times;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const addresses = await openShared(server, PDFS);
await saveWhile(pause(2000));
const spans: number[] = [];
const pdfs = async () => {
  for (const address of addresses) {
    const from = performance.now();
    const reply = await fetch(`${address}.pdf?lang=en`);
    const { byteLength } = await reply.arrayBuffer();
    if (!reply.ok || byteLength < 10_000) throw new Error(`no PDF: ${reply.status}`);
    spans.push(performance.now() - from);
  }
};
const during = await saveWhile(pdfs());
const whole = spans.reduce((sum, one) => sum + one, 0);
const without = await saveWhile(pause(Math.max(whole, 5000)));
await server.stop();

const [before, meanwhile] = [quantile(without, 0.99), quantile(during, 0.99)];
console.log(
  `${PDFS} PDFs: median ${(quantile(spans, 0.5) / 1000).toFixed(2)} s, longest ${(Math.max(...spans) / 1000).toFixed(2)} s (promised under ${PDF_PROMISE_MS / 1000})`,
);
console.log(
  `saved drafts: p99 ${before.toFixed(1)} ms without (${without.length}), ${meanwhile.toFixed(1)} ms during them (${during.length}): ${(meanwhile / before).toFixed(2)} times (promised at most 2)`,
);
if (Math.max(...spans) > PDF_PROMISE_MS || meanwhile > 2 * before) process.exitCode = 1;

/**
 * How long a PDF takes, and whether members who answer meanwhile notice: `pnpm build && pnpm bench pdf`. The promises are a PDF in
 * under 5 s, and a 99th percentile of saved drafts during ten PDFs at most twice that without. A hundred members save, each about
 * once a second and when it suits them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../tests/support/server.ts';
import { HttpClient } from './support/http-client.ts';
import { machine, quantile } from './support/measure.ts';
import { save, setUpMembers } from './support/members.ts';
import { openShared } from './support/shared-reports.ts';

const PDFS = 10;
const MEMBERS = 100;
const PDF_PROMISE_MS = 5000;

const server = await startServer({ LOG_LEVEL: 'silent' });
const members = await setUpMembers(server.databaseUrl, MEMBERS);
const addresses = await openShared(server, PDFS);
const clients = members.map(() => new HttpClient(server.origin));

/** Has all members save until `until` settles; gives how long each save took, in ms. */
async function saveWhile(until: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  void until.finally(() => (over = true));
  const answer = async (place: number) => {
    const [client, member] = [clients[place], members[place]];
    if (!client || !member) return;
    for (;;) {
      await pause(2000 * Math.random());
      if (over) return;
      const from = performance.now();
      await save(client, member);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(members.map((_, place) => answer(place)));
  return times;
}

await saveWhile(pause(3000));
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
const without = await saveWhile(pause(Math.max(whole, 10_000)));
for (const client of clients) client.close();
await server.stop();

const [before, meanwhile] = [quantile(without, 0.99), quantile(during, 0.99)];
console.log(machine());
console.log(
  `${PDFS} PDFs: median ${(quantile(spans, 0.5) / 1000).toFixed(2)} s, longest ${(Math.max(...spans) / 1000).toFixed(2)} s (promised under ${PDF_PROMISE_MS / 1000})`,
);
console.log(
  `saved drafts: p99 ${before.toFixed(1)} ms without (${without.length}), ${meanwhile.toFixed(1)} ms during them (${during.length}): ${(meanwhile / before).toFixed(2)} times (promised at most 2)`,
);
if (Math.max(...spans) > PDF_PROMISE_MS || meanwhile > 2 * before) process.exitCode = 1;

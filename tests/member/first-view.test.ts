import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { printedLink, startServer } from '../support/server.ts';
import { onPart } from './answering.ts';

test('the first view of the survey is light, and asks no third party for anything', async () => {
  const demo = await startServer();
  const { context, close } = await openBrowser({ locale: 'en', viewport: { width: 360, height: 740 } });
  await context.request.get(printedLink(demo, '/s/'));
  const page = await context.newPage();
  const scripts: Promise<number>[] = [];
  let transferred = 0;
  const elsewhere: string[] = [];
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (transferred += encodedDataLength));
  page.on('response', (reply) => {
    if (new URL(reply.url()).origin !== demo.origin) elsewhere.push(reply.url());
    if (/\.js(\?|$)/.test(reply.url())) scripts.push(reply.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${demo.origin}/s/part/1`, { waitUntil: 'networkidle' });
  await onPart(page, '1');
  const javascript = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  expect(elsewhere).toEqual([]);
  expect(javascript).toBeGreaterThan(0);
  expect(javascript, 'bytes of JavaScript, gzipped').toBeLessThanOrEqual(60_000);
  expect(transferred, 'bytes transferred').toBeLessThanOrEqual(100_000);
  await close();
  await demo.stop();
});

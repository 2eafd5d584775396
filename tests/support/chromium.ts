import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Headless Chromium in processes of its own, that of RAPPORT_CHROMIUM if it is set. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.RAPPORT_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  });

/** A fresh profile in a Chromium of its own; `close` ends both. */
export async function openOwnBrowser(
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const browser = await launchChromium();
  return { context: await browser.newContext(options), close: () => browser.close() };
}

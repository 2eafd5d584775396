import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { startServer, type RunningServer } from './server.ts';

type Options = Parameters<typeof openBrowser>[0];

/**
 * A server for the tests of a file, and somebody who has signed in there by a link that it printed. Called at the top of the
 * file; what it gives is there once the tests run. `landed` is the address that the link led to.
 */
export function visitor(linkOf: (server: RunningServer) => string, env: Record<string, string> = {}) {
  let server: RunningServer;
  let landed: string;
  let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
  beforeAll(async () => {
    server = await startServer(env);
    const { context, close } = await openBrowser();
    const page = await context.newPage();
    await page.goto(linkOf(server));
    landed = page.url();
    cookies = await context.cookies();
    await close();
  });
  afterAll(() => server?.stop());
  return {
    get server() {
      return server;
    },
    get landed() {
      return landed;
    },
    /** A browser of its own, signed in, with one page to look at. */
    async withPage(options: Options, look: (page: Page) => Promise<void>): Promise<void> {
      const { context, close } = await openBrowser(options);
      try {
        await context.addCookies(cookies);
        await look(await context.newPage());
      } finally {
        await close();
      }
    },
  };
}

import type { Page } from 'playwright-core';
import { printedLink, type RunningServer } from '../support/server.ts';

const sessions = new Map<string, Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>>();

/** Signs the page's browser in as the demo's lead: its link works once, so later browsers take over the session. */
export async function signInAsLead(page: Page, server: RunningServer): Promise<void> {
  const kept = sessions.get(server.origin);
  if (kept) return page.context().addCookies(kept);
  await page.goto(printedLink(server, '/api/auth/'));
  sessions.set(server.origin, await page.context().cookies());
}

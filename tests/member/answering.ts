import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** Waits until a page of the survey is there and ready for keys. */
export async function onPart(page: Page, part: string): Promise<void> {
  await page.waitForURL(`**/s/part/${part}`);
  await expect.poll(() => page.evaluate('document.activeElement !== document.body')).toBe(true);
}

/** Starts the survey from its first page, by keyboard where there is JavaScript. */
export async function start(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Start' }).press('Enter');
}

/** Answers every question of a page of items with the digit, going on with Enter. */
export async function answerByDigits(page: Page, digits: string): Promise<void> {
  for (const digit of digits) {
    await page.keyboard.press(digit);
    await page.keyboard.press('Enter');
  }
}

export const isSaved = (page: Page) => expect.poll(() => page.locator('.saved').innerText()).toContain('Saved');

/** The page's status line about saving. */
export const savedLine = (page: Page) => page.locator('.saved');

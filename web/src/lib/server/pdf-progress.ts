import type { PdfProgress } from '@rapport/api/pdf/make-pdf';
import { getLocale } from '@rapport/messages/runtime';

/** Has a report's PDF begun in the page's language, so that it is there once the reader looks for it; null where it can't be. */
export async function pdfProgress(fetch: typeof globalThis.fetch, address: string): Promise<PdfProgress | null> {
  const reply = await fetch(`${address}/pdf?lang=${getLocale()}`);
  // Guarantee: a success is `pdfProgressSchema`.
  return reply.ok ? ((await reply.json()) as PdfProgress) : null;
}

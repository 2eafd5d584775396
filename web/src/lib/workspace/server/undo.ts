import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Cookies } from '@sveltejs/kit';

interface Place {
  cookies: Cookies;
  url: URL;
}

const NAME = 'rapport.undo';
const SECONDS = 600;
/** What browsers keep of one cookie, with room for its name and attributes. */
const MOST_BYTES = 3800;

/**
 * Keeps what a page needs to take the last change back, for ten minutes and only under `path`: the browser carries it over the
 * redirect, with scripts and without. What it does when it comes back is decided by the API, as for any other form.
 */
export function keepUndo<T>({ cookies, url }: Place, path: string, undo: T): void {
  const packed = deflateRawSync(JSON.stringify(undo)).toString('base64url');
  if (packed.length > MOST_BYTES) return forgetUndo({ cookies, url }, path);
  cookies.set(NAME, packed, { path, maxAge: SECONDS, httpOnly: true, sameSite: 'lax', secure: isSecure(url) });
}

/** What was kept, null when there is nothing or it can't be read. Guarantee: `keepUndo` of the same page wrote it, or nobody. */
export function keptUndo<T>(cookies: Cookies): T | null {
  const packed = cookies.get(NAME);
  if (packed === undefined) return null;
  try {
    return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: 1 << 20 }).toString()) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

export const forgetUndo = ({ cookies, url }: Place, path: string): void =>
  cookies.delete(NAME, { path, secure: isSecure(url) });

const isSecure = (url: URL): boolean => url.protocol === 'https:';

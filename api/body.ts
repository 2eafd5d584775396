import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './context.ts';
import { MalformedRequest, TooLarge } from './problems.ts';

const MB = 1024 * 1024;
/** A list of thousands of people, or of a member's whole form, is far below. */
const LARGEST = { json: MB, list: 4 * MB };
/** No shape that we take is half as deep. */
const DEEPEST = 32;

/**
 * Reads the body once, up to a limit, and refuses what no route and no engine takes: JSON nested beyond reason, NUL characters
 * and halves of surrogate pairs, in the address too. Whether it is what the route takes is for the route to say.
 */
export const readBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/%00/.test(c.req.url)) throw unreadable();
  const { body, headers, method } = c.req.raw;
  if (body && method !== 'GET' && method !== 'HEAD') {
    const isJson = /\bjson\b/i.test(headers.get('content-type') ?? '');
    const bytes = await readUpTo(body, isJson ? LARGEST.json : LARGEST.list, headers.get('content-length'));
    c.req.raw = new Request(c.req.url, { method, headers, body: bytes });
    if (isJson) checkJson(bytes.toString('utf8'));
    else if (!isBinary(headers) && bytes.includes(0)) throw unreadable();
  }
  await next();
};

/** A file whose route reads it as bytes; those of texts refuse the type. */
const isBinary = (headers: Headers): boolean =>
  /^application\/(octet-stream|zip)\b/i.test(headers.get('content-type') ?? '');

async function readUpTo(
  body: ReadableStream<Uint8Array>,
  limit: number,
  said: string | null,
): Promise<Buffer<ArrayBuffer>> {
  const refusal = () => new TooLarge(`At most ${limit / MB} MB.`);
  if (said !== null && Number(said) > limit) throw refusal();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw refusal();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unreadable = () => new MalformedRequest('Texts hold no NUL character and no half of a surrogate pair.');
const isReadable = (text: string): boolean => !text.includes('\0') && !/\p{Cs}/u.test(text);

/** Text that is no JSON passes: the route refuses it by name, once it is known that the caller may call it. */
function checkJson(text: string): void {
  let level: unknown[];
  try {
    level = [JSON.parse(text)];
  } catch {
    return;
  }
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new MalformedRequest(`JSON is nested at most ${DEEPEST} deep.`);
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && !isReadable(value)) throw unreadable();
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (!isReadable(key)) throw unreadable();
        below.push(inner);
      }
    }
    level = below;
  }
}

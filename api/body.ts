import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
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
  const { headers, method } = c.req.raw;
  if (method !== 'GET' && method !== 'HEAD') {
    const isJson = /\bjson\b/i.test(headers.get('content-type') ?? '');
    const limit = isJson ? LARGEST.json : LARGEST.list;
    if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
    // As a web stream the body would cost more than all the rest of a saved draft.
    const incoming = c.env?.incoming;
    const bytes = incoming ? await fromNode(incoming, limit) : await fromWeb(c.req.raw.body, limit);
    const text = isJson ? bytes.toString('utf8') : null;
    c.req.bodyCache = text === null ? kept({ arrayBuffer: exact(bytes) }) : kept({ text });
    if (text !== null) checkJson(text);
    else if (!isBinary(headers) && bytes.includes(0)) throw unreadable();
  }
  await next();
};

/** A file whose route reads it as bytes; those of texts refuse the type. */
const isBinary = (headers: Headers): boolean =>
  /^application\/(octet-stream|zip)\b/i.test(headers.get('content-type') ?? '');

/** Where Hono looks for a body that was read before, whichever way a route asks for it: as promises, whatever its type says. */
const kept = (body: { text: string } | { arrayBuffer: ArrayBuffer }): Context['req']['bodyCache'] =>
  Object.fromEntries(Object.entries(body).map(([form, value]) => [form, Promise.resolve<unknown>(value)]));

const tooLarge = (limit: number) => new TooLarge(`At most ${limit / MB} MB.`);

const exact = (bytes: Buffer): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

async function fromWeb(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** By events, since what iterates over a stream destroys it when it stops early, and with it the connection of the reply. */
const fromNode = (incoming: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= limit) return;
      incoming.off('data', take).resume();
      reject(tooLarge(limit));
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    incoming.once('close', () => {
      if (!incoming.complete) reject(new MalformedRequest('The request ended before its body did.'));
    });
    incoming.once('error', reject);
  });

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

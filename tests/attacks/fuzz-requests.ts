import type { ApiDocument, Operation, Schema } from './fuzz-document.ts';
import { HOSTILE_BODIES, HOSTILE_NUMBERS, HOSTILE_TEXTS } from './fuzz-values.ts';

export interface FuzzedRequest {
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** Ids that exist, by the name of a parameter or a property: without them no request gets behind the first 404. */
export type Known = Readonly<Record<string, readonly string[]>>;

/**
 * Makes requests for an operation: mostly of the declared shape, with one value or a few put out of joint, sometimes with a
 * body, a content type, a header or an address that nobody declared.
 */
export function requestMaker({ resolve }: ApiDocument, known: Known, random: () => number) {
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

  function value(given: Schema, name: string, wild: number): unknown {
    if (chance(wild))
      return pick([() => pick(HOSTILE_TEXTS), () => pick(HOSTILE_NUMBERS), () => null, () => [], () => ({})])();
    const schema = resolve(given);
    const among = schema.anyOf ?? schema.oneOf;
    if (among) return value(pick(among), name, wild);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => value(one, name, wild)));
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick(schema.enum);
    const type = pick([schema.type ?? 'object'].flat());
    if (type === 'null') return null;
    if (type === 'boolean') return chance(0.5);
    if (type === 'integer' || type === 'number')
      return chance(0.3) ? pick(HOSTILE_NUMBERS) : Math.round((schema.minimum ?? 0) + 8 * random());
    if (type === 'string') return text(schema, name);
    if (type === 'array') {
      const { items } = schema;
      return items ? Array.from({ length: Math.floor(3 * random()) }, () => value(items, name, wild)) : [];
    }
    return object(schema, name, wild);
  }

  function object(schema: Schema, name: string, wild: number): Record<string, unknown> {
    const required = new Set(schema.required);
    const made = Object.entries(schema.properties ?? {})
      .filter(([key]) => required.has(key) || chance(0.6))
      .map(([key, inner]) => [key, value(inner, key, wild)] as const);
    const { additionalProperties: more } = schema;
    const extra = typeof more === 'object' ? Array.from({ length: Math.floor(3 * random()) }, () => more) : [];
    return Object.fromEntries([
      ...made,
      ...extra.map((inner) => [pick(known[name] ?? HOSTILE_TEXTS), value(inner, '', wild)] as const),
      ...(chance(0.05) ? [[pick(HOSTILE_TEXTS), pick(HOSTILE_TEXTS)] as const] : []),
    ]);
  }

  function text({ format, maxLength }: Schema, name: string): string {
    const ids = known[name];
    if (ids && chance(0.85)) return pick(ids);
    if (format === 'date')
      return chance(0.3) ? pick(HOSTILE_TEXTS) : pick(['2026-01-31', '2026-12-01', '9999-12-31', '1970-01-01']);
    if (format === 'date-time')
      return pick(['2027-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2027-06-01T00:00:00+09:00']);
    if (format === 'email') return `someone-${Math.floor(1e6 * random())}@example.org`;
    const hostile = pick(HOSTILE_TEXTS);
    // Within the length, so that it is stored and read back by others.
    if (maxLength !== undefined && chance(0.7)) return hostile.slice(0, maxLength) || 'x';
    return chance(0.5) ? hostile : `text ${Math.floor(1e6 * random())}`;
  }

  const addressed = (given: unknown): string => {
    const string = String(given);
    // A lone surrogate has no percent-encoding.
    return chance(0.03)
      ? pick(['%00', '%', '%ff', '%E0%80%AF', '..', '%2e%2e', ';', '//'])
      : encodeURIComponent(string.replaceAll(/\p{Cs}/gu, ''));
  };

  function withParameters({ path, parameters }: Operation, headers: Record<string, string>): string {
    const query: string[] = [];
    let address = path;
    for (const { name, in: place, required, schema } of parameters) {
      if (!required && place !== 'path' && chance(0.5)) continue;
      const made = value(schema, name, 0.12);
      if (place === 'path') address = address.replace(`{${name}}`, addressed(made).slice(0, 3000));
      else if (place === 'query') query.push(`${name}=${addressed(made).slice(0, 3000)}`);
      else
        headers[name] = String(made)
          .replaceAll(/[^\x20-\x7e]/g, '')
          .slice(0, 2000)
          .trim();
    }
    if (chance(0.03)) query.push(`${addressed(pick(HOSTILE_TEXTS)).slice(0, 500)}=1&a[b]=2&a=1&a=2`);
    return query.length > 0 ? `${address}?${query.join('&')}` : address;
  }

  return (operation: Operation): FuzzedRequest => {
    const headers: Record<string, string> = {};
    const path = withParameters(operation, headers);
    const method = (
      chance(0.02) ? pick(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']) : operation.method
    ).toUpperCase();
    const asked = { path, method, headers };
    if (chance(0.1)) headers['accept-language'] = pick(['*;q=1e9', 'xx-'.repeat(500), '\u00e9', 'id']);
    if (method === 'GET' || method === 'HEAD') return asked;
    if (operation.bodies.length === 0 && !chance(0.2)) return asked;
    const [type, schema] = pick(operation.bodies.length > 0 ? operation.bodies : ([['application/json', {}]] as const));
    headers['content-type'] = chance(0.04)
      ? pick([
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/xml',
          ';',
          'application/json; charset=utf-16',
        ])
      : type;
    if (chance(0.08) || !type.includes('json')) return { ...asked, body: pick(HOSTILE_BODIES) };
    return { ...asked, body: JSON.stringify(value(schema, '', pick([0, 0.02, 0.1, 0.3]))) };
  };
}

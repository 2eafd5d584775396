import type { Bench } from '@rapport/api/testing/bench';

/** The parts of a JSON schema (OpenAPI 3.1) that our document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema | false;
  prefixItems?: Schema[];
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  /** `post /api/networks/{network}/waves`. */
  name: string;
  method: string;
  path: string;
  role: string;
  parameters: Parameter[];
  /** By content type. */
  bodies: [type: string, schema: Schema][];
}

export interface ApiDocument {
  operations: Operation[];
  /** Follows a `$ref`. */
  resolve(schema: Schema): Schema;
}

interface Described {
  'x-role': string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** The API document as the API itself gives it. */
export async function readDocument(bench: Pick<Bench, 'call'>): Promise<ApiDocument> {
  const { paths, components } = (await bench.call('/api/openapi.json')).body as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, Schema> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => ({
      name: `${method} ${path}`,
      method,
      path,
      role: described['x-role'],
      parameters: described.parameters ?? [],
      bodies: Object.entries(described.requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema]),
    })),
  );
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    const found = name === undefined ? schema : components.schemas[name];
    if (!found) throw new Error(`no schema ${schema.$ref}`);
    return found;
  };
  return { operations, resolve };
}

/** A string is bounded by a length, by words it may be, or by a pattern or format that is no longer than it has to be. */
const BOUNDED_FORMATS = new Set(['date', 'date-time', 'uuid']);
const isBounded = ({ maxLength, format = '', pattern, const: one, enum: words }: Schema): boolean =>
  maxLength !== undefined ||
  one !== undefined ||
  words !== undefined ||
  BOUNDED_FORMATS.has(format) ||
  (pattern !== undefined && pattern.startsWith('^') && pattern.endsWith('$') && !/[*+]|\{\d+,\}/.test(pattern));

/** Every place of a request that takes a string or a list without an end to it. */
export function unboundedIn({ operations, resolve }: ApiDocument): string[] {
  const found: string[] = [];
  const walk = (given: Schema, place: string, seen: readonly Schema[]) => {
    const schema = resolve(given);
    if (seen.includes(schema)) return;
    const below = (inner: Schema | boolean | undefined, name: string) =>
      typeof inner === 'object' && walk(inner, `${place}${name}`, [...seen, schema]);
    const types = [schema.type ?? []].flat();
    if (types.includes('string') && !isBounded(schema)) found.push(`${place}: a string`);
    if (types.includes('array') && schema.maxItems === undefined && !schema.prefixItems) found.push(`${place}: a list`);
    for (const [name, inner] of Object.entries(schema.properties ?? {})) below(inner, `.${name}`);
    below(schema.additionalProperties, '.*');
    below(schema.propertyNames, '.(name)');
    below(schema.items, '[]');
    for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) below(inner, '');
  };
  for (const { name, parameters, bodies } of operations) {
    for (const parameter of parameters) walk(parameter.schema, `${name} ${parameter.in} ${parameter.name}`, []);
    for (const [type, schema] of bodies) walk(schema, `${name} ${type} `, []);
  }
  return found;
}

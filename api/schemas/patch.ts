import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> ? Inner : T;
type Patch<Shape extends z.core.$ZodShape> = z.ZodObject<{
  [Key in keyof Shape]: z.ZodOptional<WithoutDefault<Shape[Key]>>;
}>;

/**
 * The schema of a change to rows of `row`: every key may be absent and then stays as it is. Zod's own `partial` would fill an
 * absent key with its default and so clear it.
 */
export function patchOf<Shape extends z.core.$ZodShape>(row: z.ZodObject<Shape>): Patch<Shape> {
  const shape = Object.fromEntries(
    Object.entries(row.shape).map(([key, schema]) => {
      const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
      return [key, z.optional(inner)];
    }),
  );
  // The mapped shape is built key by key above; TypeScript can't follow `Object.entries`.
  return z.object(shape) as unknown as Patch<Shape>;
}

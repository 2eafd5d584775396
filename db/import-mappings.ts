import type { WideMapping } from '@rapport/surveys/wide-mapping';
import { and, desc, eq } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

export type ImportMappingRow = Row<'importMappings'>;

/** A network's mappings, the last saved first. */
export async function listImportMappings(db: Db, network: string): Promise<ImportMappingRow[]> {
  const { importMappings } = db.tables;
  return db
    .select()
    .from(importMappings)
    .where(eq(importMappings.network, network))
    .orderBy(desc(importMappings.savedAt));
}

/** @throws NotFound */
export async function getImportMapping(db: Db, network: string, name: string): Promise<WideMapping> {
  const { importMappings } = db.tables;
  const [row] = await db
    .select()
    .from(importMappings)
    .where(and(eq(importMappings.network, network), eq(importMappings.name, name)));
  if (!row) throw new NotFound('mapping', name);
  return row.mapping;
}

/** Keeps a mapping under its name, in place of an earlier one. */
export async function saveImportMapping(
  db: Db,
  network: string,
  { name, mapping }: Pick<ImportMappingRow, 'name' | 'mapping'>,
  by: By,
): Promise<void> {
  const { importMappings } = db.tables;
  const stored = { mapping, savedAt: by.now };
  await atomic(db, (tx) => [
    tx
      .insert(importMappings)
      .values({ network, name, ...stored })
      .onConflictDoUpdate({ target: [importMappings.network, importMappings.name], set: stored }),
    ...auditSteps(network, { action: 'mapping.save', subject: name }, by),
  ]);
}

import { sha256 } from '../fingerprint.ts';
import type { Db } from '../open.ts';
import { anInstrument } from './factories.ts';

export const DOCUMENT = '{"a":  0.30000000000000004, "é": "…"}';

/**
 * Rows as the first schema had them, in plain SQL that both engines read: a network `old`, a member with a response, another
 * with a draft, a report, an account that is signed in and a job. It never changes: it is what is already out there.
 */
export async function fillFirstSchema(db: Db): Promise<void> {
  const at = db.engine === 'sqlite' ? '1768478400123' : `'2026-01-15T12:00:00.123Z'`;
  const no = db.engine === 'sqlite' ? '0' : 'false';
  const instrument = JSON.stringify(anInstrument()).replaceAll("'", "''");
  await db.migration(function* () {
    yield `INSERT INTO networks (slug, name, timezone, locale, minimum_cell, instrument, revision, created_at)
      VALUES ('old', 'Old “ports” 網', 'Asia/Jakarta', 'id', 6, 'little@1', 41, ${at})`;
    yield `INSERT INTO instruments (network, key, position, instrument) VALUES ('old', 'little@1', 0, '${instrument}')`;
    yield `INSERT INTO organisations (network, organisation, position, name, joined) VALUES
      ('old', 'a', 0, 'Agency', '2025-01-01'), ('old', 'b', 1, 'Other', '2025-01-01')`;
    yield `INSERT INTO members (network, member, position, organisation, name, email, joined, "left", person) VALUES
      ('old', 'm', 0, 'a', 'Zoë', 'zoe@example.org', '2025-01-01', NULL, NULL),
      ('old', 'n', 1, 'b', NULL, NULL, '2025-01-01', '2026-06-01', 'p')`;
    yield `INSERT INTO waves (network, wave, label, opens, closes) VALUES ('old', 'w', 'Winter', '2026-01-01', '2026-01-31')`;
    yield `INSERT INTO responses (network, wave, member, answers, ties, texts, submitted_at)
      VALUES ('old', 'w', 'm', '[["trust_1",6.123456789012345]]', '[["b","mode",2]]', '[["more","Two\\nlines"]]', ${at})`;
    yield `INSERT INTO drafts (network, wave, member, version, body, updated_at)
      VALUES ('old', 'w', 'n', 3, '{"answers":{"trust_1":2}}', ${at})`;
    yield `INSERT INTO reports (network, report, number, wave, document, sha256, published_at, published_by)
      VALUES ('old', 'r', 1, 'w', '${DOCUMENT}', '${sha256(DOCUMENT)}', ${at}, 'lead@example.org')`;
    yield `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
      VALUES ('u', 'Lead', 'lead@example.org', ${no}, ${at}, ${at})`;
    yield `INSERT INTO sessions (id, token, user_id, expires_at, created_at, updated_at)
      VALUES ('s', 'token-of-a-session', 'u', ${at}, ${at}, ${at})`;
    yield `INSERT INTO grants (user_id, network, role, granted_at) VALUES ('u', 'old', 'lead', ${at})`;
    yield `INSERT INTO jobs (job, kind, payload, run_at, created_at) VALUES ('j', 'mail', '{"to":"m"}', ${at}, ${at})`;
  });
}

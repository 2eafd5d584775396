import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const SECRET_FILE = 'data/secret';

/**
 * The secret that signs cookies: from `file`, made there once (256 bits, mode 0600) where it is missing.
 * Two processes that start at once end with the same secret.
 */
export function keptSecret(file = SECRET_FILE): string {
  return read(file) ?? make(file);
}

function read(file: string): string | null {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length < 32)
      throw new Error(`${file} holds no secret of at least 32 characters: remove it to get a new one`);
    return secret;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

// A link either puts the whole file in place or finds that another process was first; a crash leaves no half a secret.
function make(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  const secret = read(file);
  if (secret === null) throw new Error(`${file} could not be made`);
  return secret;
}

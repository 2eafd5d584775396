import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CannotDecrypt, decryptFile, encryptFile, isEncrypted } from './encrypted-file.ts';

const PIECE = 1024 * 1024;
const SEALED = PIECE + 16;
const PASSPHRASE = 'a passphrase of words';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-encrypted-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const path = () => join(folder, String(++made));
function written(bytes: Uint8Array): string {
  const file = path();
  writeFileSync(file, bytes);
  return file;
}
async function encrypted(bytes: Uint8Array): Promise<Buffer> {
  const to = path();
  await encryptFile(written(bytes), to, PASSPHRASE);
  return readFileSync(to);
}
async function decrypted(bytes: Uint8Array, passphrase = PASSPHRASE): Promise<Buffer> {
  const to = path();
  await decryptFile(written(bytes), to, passphrase);
  return readFileSync(to);
}

it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])('gives %i bytes back', async (length) => {
  const bytes = randomBytes(length);
  const sealed = await encrypted(bytes);
  expect(await isEncrypted(written(sealed))).toBe(true);
  // A byte alone is in any file by chance.
  if (length > 1) expect(sealed.includes(bytes.subarray(0, 16))).toBe(false);
  expect((await decrypted(sealed)).equals(bytes)).toBe(true);
});

it('refuses whatever is not as it was written', async () => {
  const sealed = await encrypted(randomBytes(3 * PIECE));
  const start = sealed.indexOf('\n') + 1;
  const [head, first, second, third] = [
    sealed.subarray(0, start),
    sealed.subarray(start, start + SEALED),
    sealed.subarray(start + SEALED, start + 2 * SEALED),
    sealed.subarray(start + 2 * SEALED),
  ];
  const flipped = Buffer.from(sealed);
  flipped[start + 10] = (flipped[start + 10] ?? 0) ^ 1;
  const refused: Record<string, Buffer> = {
    'cut off between two pieces': Buffer.concat([head, first, second]),
    'cut off in a piece': sealed.subarray(0, sealed.length - 1),
    'without its first piece': Buffer.concat([head, second, third]),
    'two pieces changed places': Buffer.concat([head, second, first, third]),
    'a piece twice': Buffer.concat([head, first, second, second, third]),
    'one bit turned': flipped,
    'another first line': Buffer.concat([
      Buffer.from(head.toString().replace('"p":1', '"p": 1')),
      first,
      second,
      third,
    ]),
    'nothing after the first line': head,
    'something else': randomBytes(2000),
  };
  for (const [what, bytes] of Object.entries(refused))
    await expect(decrypted(bytes), what).rejects.toThrow(CannotDecrypt);
  await expect(decrypted(sealed, `${PASSPHRASE}.`)).rejects.toThrow(CannotDecrypt);
  expect(await isEncrypted(written(randomBytes(2000)))).toBe(false);
});

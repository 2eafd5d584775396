import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  scrypt,
  type BinaryLike,
  type ScryptOptions,
} from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A file under a passphrase: a line that says how the key is made, then pieces of 1 MiB, each under AES-256-GCM. A piece's
 * nonce is its number and whether it is the last, and the first line is authenticated with it: pieces that are changed,
 * swapped, left out or cut off at the end are refused, and nothing of a refused piece is given out.
 */
const FORMAT = 'rapport-encrypted/1';
const PIECE = 1024 * 1024;
const TAG = 16;
/** 128 MB and about half a second: https://cheatsheetseries.owasp.org, scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
/** Longer than any first line of ours. */
const HEAD = 1024;

interface Head {
  format: typeof FORMAT;
  salt: string;
  N: number;
  r: number;
  p: number;
}

/** The passphrase is wrong, or the file is not as it was written; which of the two can't be told. */
export class CannotDecrypt extends Error {
  constructor() {
    super('The passphrase is wrong, or the file is damaged.');
  }
}

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);
const keyOf = (passphrase: string, { salt, N, r, p }: Head): Promise<Buffer> =>
  derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64url'), 32, { N, r, p, maxmem: 256 * N * r });

type OnProgress = (done: number, all: number) => void;

/** Whether a file begins as an encrypted one does. */
export async function isEncrypted(path: string): Promise<boolean> {
  return reading(path, async (file) => (await headOf(file)) !== null);
}

export async function encryptFile(
  from: string,
  to: string,
  passphrase: string,
  onProgress?: OnProgress,
): Promise<void> {
  const head: Head = { format: FORMAT, salt: randomBytes(16).toString('base64url'), ...COST };
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  const key = await keyOf(passphrase, head);
  await reading(from, (source) =>
    writing(to, async (target) => {
      await target.write(line);
      await inPieces(source, 0, PIECE, onProgress, async (piece, number, last) => {
        const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last)).setAAD(line);
        await target.write(Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]));
      });
    }),
  );
}

/** @throws CannotDecrypt; what was written by then is of no use */
export async function decryptFile(
  from: string,
  to: string,
  passphrase: string,
  onProgress?: OnProgress,
): Promise<void> {
  await reading(from, async (source) => {
    const found = await headOf(source);
    if (!found) throw new CannotDecrypt();
    const key = await keyOf(passphrase, found.head);
    await writing(to, (target) =>
      inPieces(source, found.line.length, PIECE + TAG, onProgress, async (piece, number, last) => {
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last)).setAAD(found.line);
        try {
          decipher.setAuthTag(piece.subarray(-TAG));
          await target.write(Buffer.concat([decipher.update(piece.subarray(0, -TAG)), decipher.final()]));
        } catch {
          throw new CannotDecrypt();
        }
      }),
    );
  });
}

const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

async function inPieces(
  source: FileHandle,
  start: number,
  length: number,
  onProgress: OnProgress | undefined,
  work: (piece: Buffer, number: number, last: boolean) => Promise<void>,
): Promise<void> {
  const { size } = await source.stat();
  const buffer = Buffer.alloc(length);
  for (let number = 0, at = start; number === 0 || at < size; number += 1) {
    const { bytesRead } = await source.read(buffer, 0, length, at);
    at += bytesRead;
    await work(buffer.subarray(0, bytesRead), number, at >= size);
    onProgress?.(at, size);
    if (bytesRead === 0) return;
  }
}

async function headOf(file: FileHandle): Promise<{ head: Head; line: Buffer } | null> {
  const start = Buffer.alloc(HEAD);
  const { bytesRead } = await file.read(start, 0, HEAD, 0);
  const end = start.subarray(0, bytesRead).indexOf('\n');
  if (end < 0 || !start.toString('utf8', 0, end).startsWith(`{"format":"${FORMAT}"`)) return null;
  return { head: JSON.parse(start.toString('utf8', 0, end)) as Head, line: Buffer.from(start.subarray(0, end + 1)) };
}

async function reading<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  return work(file).finally(() => file.close());
}

async function writing(path: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

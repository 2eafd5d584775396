import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

export interface Cost {
  N: number;
  r: number;
  p: number;
}

/** What a hash costs: 32 MB and three passes, one of the choices of OWASP's password storage list for scrypt. */
export const COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
/** better-auth's own, as stored before: salt and key in hexadecimal. */
const FORMER_COST: Cost = { N: 16_384, r: 16, p: 1 };
const FORMER = /^([0-9a-f]{32}):([0-9a-f]{128})$/;
const OURS = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;
const KEY_BYTES = 64;

export interface Passwords {
  /** `scrypt$N$r$p$salt$key`: with the cost beside the key it can be raised later. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed; `renewed` is a hash at today's cost for a right one that was stored at
   * another. That hash is made beside the check, right or wrong, so that old accounts take as long as new and unknown ones.
   */
  verify(stored: string, password: string): Promise<{ right: boolean; renewed: string | null }>;
}

/** Hashes at a cost; another than `COST` is for tests that sign in hundreds of times. */
export function passwordsAt(today: Cost): Passwords {
  const hash = async (password: string) => {
    const salt = randomBytes(16);
    const key = await keyOf(password, salt, today);
    return ['scrypt', today.N, today.r, today.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  };
  return {
    hash,
    async verify(stored, password) {
      const known = read(stored);
      if (!known) return { right: false, renewed: null };
      const { cost, salt, key } = known;
      const isToday = cost.N === today.N && cost.r === today.r && cost.p === today.p;
      const [made, renewed] = await Promise.all([keyOf(password, salt, cost), isToday ? null : hash(password)]);
      const right = made.length === key.length && timingSafeEqual(made, key);
      return { right, renewed: right ? renewed : null };
    },
  };
}

interface Stored {
  cost: Cost;
  salt: Buffer | string;
  key: Buffer;
}

function read(stored: string): Stored | null {
  // better-auth gives the salt to scrypt as its hexadecimal text.
  const [, formerSalt, formerKey] = FORMER.exec(stored) ?? [];
  if (formerSalt !== undefined && formerKey !== undefined)
    return { cost: FORMER_COST, salt: formerSalt, key: Buffer.from(formerKey, 'hex') };
  const [, N, r, p, salt = '', key = ''] = OURS.exec(stored) ?? [];
  if (N === undefined) return null;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

function keyOf(password: string, salt: Buffer | string, { N, r, p }: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) =>
    // One writing of a letter with its marks, as better-auth has it: keyboards differ.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

import { BlockList, isIP } from 'node:net';

/** Whether an address is one of our own proxies'. */
export type IsProxy = (address: string) => boolean;

/** `::ffff:192.0.2.1` is how a socket for both kinds names an IPv4 address. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=[\d.]+$)/i, '');

/**
 * Reads `127.0.0.1, ::1, 10.0.0.0/8`. Nobody is a proxy where nothing is given.
 * @throws Error naming the entry that is no address
 */
export function readProxies(list: string): IsProxy {
  const proxies = new BlockList();
  for (const entry of list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [address = '', bits, ...more] = entry.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits ?? '0') || prefix > most)
      throw new Error(`"${entry}" is no address such as 127.0.0.1 or 10.0.0.0/8`);
    proxies.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}

/**
 * Who is at the other end: the socket's address, or where that is a proxy of ours the last one in X-Forwarded-For that isn't.
 * What stands before it anybody may have written.
 */
export function clientAddress(socket: string, forwarded: string | undefined, isProxy: IsProxy): string {
  const hops = [...(forwarded ?? '').split(','), socket].map(plain);
  for (const hop of hops.toReversed()) if (!isProxy(hop)) return isIP(hop) === 0 ? plain(socket) : hop;
  return plain(socket);
}

/** What limits count by: an IPv6 visitor has a whole /64 to change addresses in. */
export function limitedAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

import { describe, expect, it } from 'vitest';
import { clientAddress, limitedAddress, readProxies } from './client-address.ts';

const none = readProxies('');
const ours = readProxies('127.0.0.1, ::1, 10.0.0.0/8');

describe('the address of a visitor', () => {
  it.each([
    ['no proxy is trusted', '203.0.113.5', '198.51.100.1', none, '203.0.113.5'],
    ['not even this machine, unless told', '127.0.0.1', '198.51.100.1', none, '127.0.0.1'],
    ['a proxy of ours', '127.0.0.1', '198.51.100.1', ours, '198.51.100.1'],
    ['two of them', '127.0.0.1', '198.51.100.1, 10.1.2.3', ours, '198.51.100.1'],
    ['a forged beginning', '127.0.0.1', '192.0.2.66, 198.51.100.1', ours, '198.51.100.1'],
    ['a stranger who names one of ours', '203.0.113.5', '10.0.0.1', ours, '203.0.113.5'],
    ['an address for both kinds', '::ffff:127.0.0.1', '198.51.100.1', ours, '198.51.100.1'],
    ['no header', '127.0.0.1', undefined, ours, '127.0.0.1'],
    ['nonsense', '127.0.0.1', 'unknown, <script>', ours, '127.0.0.1'],
    ['proxies alone', '127.0.0.1', '10.0.0.1', ours, '127.0.0.1'],
  ])('%s', (_, socket, forwarded, proxies, expected) => {
    expect(clientAddress(socket, forwarded, proxies)).toBe(expected);
  });

  it('is counted by the network of an IPv6 visitor', () => {
    expect(limitedAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(limitedAddress('2001:db8::6')).toBe('2001:db8:0:0::/64');
    expect(limitedAddress('198.51.100.1')).toBe('198.51.100.1');
  });
});

describe('a list of proxies', () => {
  it.each(['proxy.example.org', '10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0.0/x', '300.1.1.1'])(
    'refuses %s',
    (list) => {
      expect(() => readProxies(list)).toThrow(/is no address/);
    },
  );
});

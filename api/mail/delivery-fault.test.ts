import { expect, it } from 'vitest';
import { deliveryFault } from './delivery-fault.ts';

const smtp = (responseCode: number, command: string, response: string, code = 'EENVELOPE') => ({
  code,
  command,
  responseCode,
  response: `${responseCode} ${response}`,
});

// What each reply means is RFC 5321 (4.2), its enhanced code RFC 3463.
it.each([
  ['an unknown mailbox', smtp(550, 'RCPT TO', '5.1.1 <zoe@example.org> no such user'), 'bounce', '550 5.1.1'],
  ['a full mailbox', smtp(452, 'RCPT TO', '4.2.2 zoe@example.org is full'), 'later', '452 4.2.2'],
  ['a mail that is taken for spam', smtp(554, 'DATA', '5.7.1 Rejected', 'EMESSAGE'), 'refused', '554 5.7.1'],
  ['a busy server', smtp(421, 'RCPT TO', 'Too many connections'), 'unreachable', 'EENVELOPE'],
  ['a wrong password', smtp(535, 'AUTH PLAIN', '5.7.8 Error', 'EAUTH'), 'unreachable', 'EAUTH'],
  ['a sender that is refused', smtp(550, 'MAIL FROM', '5.7.1 Not yours'), 'unreachable', '550 5.7.1'],
  ['a server that is away', { code: 'ESOCKET', message: 'connect ECONNREFUSED' }, 'unreachable', 'ESOCKET'],
  ['an address that is none', { code: 'EENVELOPE', message: 'No recipients defined' }, 'bounce', 'EENVELOPE'],
  ['anything else', new Error('zoe@example.org'), 'later', 'unknown'],
])('%s', (_, error, kind, code) => {
  const fault = deliveryFault(error);
  expect([fault.kind, fault.code]).toEqual([kind, code]);
  expect(fault.message).not.toContain('@');
});

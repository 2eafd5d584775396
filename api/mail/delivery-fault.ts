/**
 * What a failed delivery means for the next step. `bounce`: the server refuses this address for good; `refused`: it refuses
 * this mail for good; `later`: it asks to be tried again; `unreachable`: nothing can be sent at the moment.
 */
export type FaultKind = 'bounce' | 'refused' | 'later' | 'unreachable';

/** A mail was not taken. `code` is the server's, `550 5.1.1`, or the transport's; it holds no address. */
export class DeliveryFault extends Error {
  override name = 'DeliveryFault';
  readonly kind: FaultKind;
  readonly code: string;
  constructor(kind: FaultKind, code: string) {
    super(`${kind}: ${code}`);
    this.kind = kind;
    this.code = code;
  }
}

/** Codes of Nodemailer that say nothing about the mail itself. */
const CONNECTION = new Set(
  'ECONNECTION ECONNREFUSED ECONNRESET ETIMEDOUT ESOCKET EDNS ETLS EAUTH ENOAUTH EPROTOCOL EPROXY'.split(' '),
);

/** Nodemailer's error as one of ours: RFC 5321's reply code and the command that it answered decide. */
export function deliveryFault(error: unknown): DeliveryFault {
  const { code, command, responseCode, response } = partsOf(error);
  if (CONNECTION.has(code) || responseCode === 421) return new DeliveryFault('unreachable', code);
  // An address that is none never reaches the server.
  if (responseCode === null) return new DeliveryFault(code === 'EENVELOPE' ? 'bounce' : 'later', code);
  const [enhanced = ''] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response) ?? [];
  const shown = [responseCode, enhanced].filter(Boolean).join(' ');
  if (command === 'RCPT TO') return new DeliveryFault(responseCode >= 500 ? 'bounce' : 'later', shown);
  if (command === 'DATA') return new DeliveryFault(responseCode >= 500 ? 'refused' : 'later', shown);
  // Whatever it says before the recipient's turn is about the server or its settings, not about this mail.
  return new DeliveryFault('unreachable', shown);
}

function partsOf(error: unknown) {
  const given: object = typeof error === 'object' && error !== null ? error : {};
  const text = (name: string) => (name in given ? String(given[name as keyof typeof given]) : '');
  return {
    code: text('code') || 'unknown',
    command: text('command'),
    responseCode: Number.isInteger(Number(text('responseCode') || NaN)) ? Number(text('responseCode')) : null,
    response: text('response'),
  };
}

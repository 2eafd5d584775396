import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/**
 * The log: JSON lines without tokens, cookies, addresses or answers. Request lines name the route's pattern and never its
 * address, since addresses hold tokens; what is redacted here is a second net.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: [
        'token',
        'password',
        'cookie',
        'authorization',
        'email',
        'url',
        'link',
        'answers',
        'ties',
        'texts',
      ].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

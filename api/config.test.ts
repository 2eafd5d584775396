import { describe, expect, it } from 'vitest';
import { readConfig, withPort } from './config.ts';

describe('readConfig', () => {
  it('has a working default for everything', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: 'file:data/rapport.db',
      host: '127.0.0.1',
      port: 3000,
      demo: true,
      neighbours: false,
      origin: 'http://127.0.0.1:3000',
      trustedOrigins: ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'],
      originIsSet: false,
      secure: false,
      smtpUrl: null,
      mailFrom: null,
      isProxy: expect.any(Function),
      authSecret: null,
      logLevel: 'info',
      backupPassphrase: null,
      backups: null,
      erasureLedger: null,
      metricsToken: null,
    });
  });

  it('takes an empty variable for unset', () => {
    expect(readConfig({ PORT: '', ORIGIN: '' }).port).toBe(3000);
  });

  it('trusts the origin that is set and no other', () => {
    const config = readConfig({ ORIGIN: 'https://rapport.example.org/', PORT: '8080' });
    expect(config.trustedOrigins).toEqual(['https://rapport.example.org']);
    expect(config.secure).toBe(true);
    expect(withPort(config, 9).origin).toBe('https://rapport.example.org');
  });

  it('learns its origin from the port that the system chose', () => {
    expect(withPort(readConfig({ PORT: '0' }), 4567).trustedOrigins).toContain('http://localhost:4567');
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://x'],
    ['ORIGIN', 'rapport.example.org'],
    ['DEMO', 'yes'],
    ['SMTP_URL', 'mail.example.org'],
    ['MAIL_FROM', 'the network'],
    ['AUTH_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}: `));
  });

  it('names all that is wrong, a line each', () => {
    expect(() => readConfig({ PORT: 'x', DEMO: 'x' })).toThrow(/PORT: .*\nDEMO: /);
  });
});

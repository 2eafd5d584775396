import { describe, expect, it } from 'vitest';
import { returnedMail } from '../testing/returned-mail.ts';
import { isForGood, readDeliveryReport } from './delivery-report.ts';

const about = { messageId: '<4a1b@rapport.example.org>', to: 'Person@example.org' };

describe('a delivery report', () => {
  it.each([false, true])('names the mail and its recipient (headers only: %s)', async (headersOnly) => {
    expect(await readDeliveryReport(returnedMail({ ...about, headersOnly }))).toEqual({
      messageId: '4a1b@rapport.example.org',
      recipients: [{ addresses: ['person@example.org'], action: 'failed', status: '5.1.1', reason: '550 5.1.1' }],
    });
  });

  it('with lines that end as they do on the wire, and fields of its own order, reads the same', async () => {
    const mail = returnedMail(about)
      .replace(/Action: failed\n(Status.*)\n/, '$1\nACTION: Failed\n')
      .replace('Final-Recipient', 'Original-Recipient: rfc822;first@example.org\nFinal-Recipient')
      .replace(/\n/g, '\r\n');
    const [recipient] = (await readDeliveryReport(mail))?.recipients ?? [];
    expect(recipient).toMatchObject({ action: 'failed', addresses: ['first@example.org', 'person@example.org'] });
  });

  it('has one entry for each recipient', async () => {
    const second = 'Final-Recipient: rfc822; other@example.org\nAction: delayed\nStatus: 4.2.2 (full)\n';
    const mail = returnedMail(about).replace(/(Diagnostic-Code: [^\n]+\n {4}[^\n]+\n)/, `$1\n${second}`);
    const report = await readDeliveryReport(mail);
    expect(report?.recipients.map(({ action, status, reason }) => [action, status, reason])).toEqual([
      ['failed', '5.1.1', '550 5.1.1'],
      ['delayed', '4.2.2', '4.2.2'],
    ]);
  });

  it('is no other mail', async () => {
    const absence =
      'From: person@example.org\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nBack on Monday.\n';
    expect(await readDeliveryReport(absence)).toBeNull();
    expect(await readDeliveryReport('nonsense')).toBeNull();
  });
});

it.each([
  ['5.1.1', true],
  ['5.1.2', true],
  ['5.1.10', true],
  ['5.0.0', true],
  ['5.2.1', true],
  // Full, too large, the sender's own fault, policy, on the way, for now.
  ...['5.2.2', '5.2.3', '5.1.7', '5.1.8', '5.7.1', '5.6.1', '5.4.4', '4.1.1', ''].map((status) => [status, false]),
] as [string, boolean][])('%s is for good: %s', (status, forGood) => {
  expect(isForGood(status)).toBe(forGood);
});

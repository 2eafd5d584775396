import PostalMime from 'postal-mime';

/** What a delivery report (RFC 3464) says of one recipient. */
export interface ReportedRecipient {
  /** As they were written to, and where the mail went in the end; in lower case. */
  addresses: string[];
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`. */
  action: string;
  /** RFC 3463: `5.1.1`. */
  status: string;
  /** Reply code and status, `550 5.1.1`, as a refusal at SMTP time is noted; holds no address. */
  reason: string;
}

export interface DeliveryReport {
  /** Of the mail that is reported on, without angle brackets; null where the report leaves it out. */
  messageId: string | null;
  recipients: ReportedRecipient[];
}

/** A delivery report from the text of the mail that brings it; null for any other mail. */
export async function readDeliveryReport(mail: string): Promise<DeliveryReport | null> {
  const { attachments } = await PostalMime.parse(mail, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' });
  const part = (type: RegExp) => {
    const content = attachments.find(({ mimeType }) => type.test(mimeType))?.content;
    return typeof content === 'string' ? content : null;
  };
  const status = part(/^message\/(global-)?delivery-status$/);
  if (status === null) return null;
  const original = part(/^(message\/(rfc822|global|global-headers)|text\/rfc822-headers)$/);
  const { messageId } = original === null ? {} : await PostalMime.parse(original);
  // The first block is about the report, each other one about a recipient.
  const [, ...blocks] = status.trim().split(/\r?\n(?:[ \t]*\r?\n)+/);
  return { messageId: messageId?.replace(/^<|>$/g, '') ?? null, recipients: blocks.map(recipientOf) };
}

function recipientOf(block: string): ReportedRecipient {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const fields = new Map(
    lines.map((line) => [line.split(':')[0]?.trim().toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
  );
  // `rfc822; person@example.org`, `smtp; 550 5.1.1 …`
  const typed = (name: string) =>
    fields
      .get(name)
      ?.replace(/^[^;]*;\s*/, '')
      .trim() ?? '';
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? '';
  const [replied = ''] = /^[45]\d\d\b/.exec(typed('diagnostic-code')) ?? [];
  return {
    addresses: [typed('original-recipient'), typed('final-recipient')]
      .filter((address) => address !== '')
      .map((address) => address.toLowerCase()),
    action: (fields.get('action') ?? '').trim().toLowerCase(),
    status,
    reason: [replied, status].filter(Boolean).join(' '),
  };
}

/**
 * Whether a failure is the address's own, for good: no such mailbox, no such host, moved, disabled. A full mailbox (5.2.2), what a
 * server thinks of the sender (5.1.7, 5.1.8) or of the mail (5.6, 5.7), and faults on the way pass.
 */
export const isForGood = (status: string): boolean =>
  /^5\.(0\.\d+|1\.\d+|2\.[014])$/.test(status) && !/^5\.1\.[78]$/.test(status);

/** A delivery report as a mail server sends it to the sender of a mail (RFC 3464), about one recipient. */
export function returnedMail({
  messageId,
  to,
  action = 'failed',
  status = '5.1.1',
  diagnostic = `smtp; 550 ${status} <${to}>: Recipient address\n    rejected: User unknown`,
  headersOnly = false,
}: {
  messageId: string;
  to: string;
  action?: string;
  status?: string;
  diagnostic?: string;
  /** Only the headers of the mail come back, as some servers do. */
  headersOnly?: boolean;
}): string {
  return `Return-Path: <>
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: rapport@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Sun, 1 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; ${to}
Action: ${action}
Status: ${status}
Diagnostic-Code: ${diagnostic}

--part
Content-Type: ${headersOnly ? 'text/rfc822-headers' : 'message/rfc822'}

From: Harbour network <rapport@example.org>
To: ${to}
Subject: How do we work together?
Message-ID: ${messageId}
${headersOnly ? '' : '\nHello.\n'}
--part--
`;
}

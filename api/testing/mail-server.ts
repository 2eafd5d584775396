import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** The envelope's recipient. */
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** By name in lower case. */
  headers: Record<string, string>;
  /** The addresses in the plain text. */
  links: string[];
}

export interface MailServer {
  url: string;
  /** In the order in which they were taken. */
  mails: ReceivedMail[];
  /** Recipients that are refused, with the reply. */
  refusals: Map<string, { code: number; reply: string }>;
  stop(): Promise<void>;
}

/**
 * A mail server on a free port of this machine that takes everything but what it was told to refuse. `onMail` is called when a
 * mail has come whole, before the sender is told so.
 */
export async function startMailServer({
  port = 0,
  onMail = () => undefined,
}: { port?: number; onMail?: (mails: number) => void } = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refusals: MailServer['refusals'] = new Map();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, callback) {
      const refusal = refusals.get(address);
      callback(refusal && Object.assign(new Error(refusal.reply), { responseCode: refusal.code }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          mails.push(received(email, session.envelope.rcptTo[0]?.address ?? ''));
          onMail(mails.length);
          callback();
        }, callback);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address();
  const at = typeof address === 'object' && address ? address.port : port;
  return {
    url: `smtp://127.0.0.1:${at}`,
    mails,
    refusals,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function received(email: Email, to: string): ReceivedMail {
  const text = email.text ?? '';
  return {
    to,
    subject: email.subject ?? '',
    text,
    html: email.html ?? '',
    messageId: email.messageId ?? '',
    headers: Object.fromEntries(email.headers.map(({ key, value }) => [key, value])),
    links: text.match(/https?:\/\/\S+/g) ?? [],
  };
}

/** What a mail says, before it is laid out: paragraphs, one thing to do, small print. */
export interface Letter {
  subject: string;
  language: string;
  greeting: string;
  before: string[];
  action?: { label: string; url: string };
  /** Shown large by itself. */
  code?: string;
  after: string[];
  footer: string[];
}

/**
 * A letter as plain text and as HTML with the same words; our own addresses in it become links, not those that a name may
 * hold, and nothing is fetched from anywhere.
 */
export function layOut(letter: Letter): { subject: string; language: string; text: string; html: string } {
  const { subject, language } = letter;
  return { subject, language, text: plainText(letter), html: html(letter) };
}

function plainText({ greeting, before, action, code, after, footer }: Letter): string {
  const blocks = [
    greeting,
    ...before,
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...after,
    ...(footer.length > 0 ? [`-- \n${footer.join('\n')}`] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5cad;color:#ffffff;text-decoration:none;font-weight:600';

function html({ subject, language, greeting, before, action, code, after, footer }: Letter): string {
  const origin = action ? new URL(action.url).origin : null;
  const paragraph = (line: string, style = '') => `<p${style && ` style="${style}"`}>${linked(line, origin)}</p>`;
  const body = [
    paragraph(greeting),
    ...before.map((line) => paragraph(line)),
    ...(code === undefined
      ? []
      : [`<p style="font-size:28px;letter-spacing:2px;font-family:monospace"><strong>${escaped(code)}</strong></p>`]),
    ...(action
      ? [
          `<p><a href="${escaped(action.url)}" style="${BUTTON}">${escaped(action.label)}</a></p>`,
          `<p style="font-size:14px">${linked(action.url, origin)}</p>`,
        ]
      : []),
    ...after.map((line) => paragraph(line)),
    ...footer.map((line) => paragraph(line, 'font-size:13px;color:#595959')),
  ];
  return [
    `<!doctype html><html lang="${escaped(language)}" dir="auto"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
    `<title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#ffffff;color:#1a1a1a;font:16px/1.5 system-ui,sans-serif">',
    `<main style="max-width:36rem;margin:auto">${body.join('\n')}</main></body></html>`,
  ].join('\n');
}

const linked = (line: string, origin: string | null) =>
  line
    .split(/(https?:\/\/\S+)/)
    .map((part) =>
      origin !== null && part.startsWith(`${origin}/`)
        ? `<a href="${escaped(part)}">${escaped(part)}</a>`
        : escaped(part),
    )
    .join('');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

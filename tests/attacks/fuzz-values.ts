/** What people, scripts and scanners send where something else was meant. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  'half \uDFFF',
  '\uFFFE\uFFFF',
  '\u0001\u0008\u000B\u001F\u007F\u0085',
  '\u202Egnp.exe',
  'in\u200Bvisible\uFEFF',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE members; --",
  '=HYPERLINK("http://attacker.example","x")',
  '+1+1',
  '@SUM(1)',
  '-2+3',
  '\t=1+1',
  '\r\nBcc: victim@example.org\r\n\r\nbody',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'C:\\windows\\win.ini',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '%s%n%x',
  '\\u0000',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '+275760-09-13',
  '2026-11-10T12:00:00+23:59',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '\u0645\u0631\u062D\u0628\u0627 \u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  'i\u0307I\u0130\u0131',
  '\uFDFA'.repeat(60),
  'z\u0351\u036B\u0343'.repeat(40),
  'a'.repeat(64),
  'a'.repeat(65),
  'a'.repeat(501),
  'a'.repeat(10_001),
  'a'.repeat(120_000),
  `${'a'.repeat(60)}@${'b'.repeat(60)}.example.org`,
  'someone@example.org',
];

export const HOSTILE_NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  3,
  5e-324,
  1e308,
  -1e308,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
];

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** Bodies that are no value of any schema. */
export const HOSTILE_BODIES: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'null',
  '[]',
  '"text"',
  '0',
  '{',
  '{"a":1e999}',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
  '\uFEFF{}',
  nested('[', ']', 33),
  nested('[', ']', 50_000),
  nested('{"a":', '}', 2000),
  '{"a":"\\u0000"}',
  '{"a":"\\ud800"}',
  Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Uint8Array.from([0xff, 0xfe, 0x61, 0x00]),
  'a,b\n"never closed',
  'member,organisation,name,email,joined,left\n=1+1,org-1,"=cmd|\' /C calc\'!A0",x@example.org,0000-01-01,\n',
  `Agency\tName\tE-mail\n<script>alert(1)</script>\t\u202Ebidi\tnot an address\n`,
  `${'x,'.repeat(20_000)}\n`,
];

/** Numbers from a seed, so that a run can be had again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

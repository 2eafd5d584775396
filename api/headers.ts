/**
 * What every reply says, of pages, of their files and of the API alike; a page or a route says some of it more exactly. Pages
 * bring a content policy of their own with nonces (web/svelte.config.js).
 */
export const commonHeaders = (secure: boolean): Record<string, string> => ({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Two years; only where the operator says that we are behind TLS.
  ...(secure ? { 'strict-transport-security': 'max-age=63072000' } : {}),
});

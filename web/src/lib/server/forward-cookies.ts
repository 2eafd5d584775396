import type { Cookies } from '@sveltejs/kit';

const SAME_SITE = { lax: 'lax', strict: 'strict', none: 'none' } as const;

/** Hands the cookies that the API has set on to the browser, with the attributes that the API gave them. */
export function forwardCookies(reply: Response, cookies: Cookies): void {
  for (const line of reply.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const given = new Map(
      attributes.map((attribute) => {
        const [name = '', value = ''] = attribute.split('=');
        return [name.toLowerCase(), value] as const;
      }),
    );
    const maxAge = given.get('max-age');
    const expires = given.get('expires');
    cookies.set(pair.slice(0, at), pair.slice(at + 1), {
      path: given.get('path') ?? '/',
      httpOnly: given.has('httponly'),
      secure: given.has('secure'),
      sameSite: SAME_SITE[given.get('samesite')?.toLowerCase() as keyof typeof SAME_SITE] ?? 'lax',
      // Already encoded by the API.
      encode: (value) => value,
      ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
      ...(expires !== undefined && { expires: new Date(expires) }),
    });
  }
}

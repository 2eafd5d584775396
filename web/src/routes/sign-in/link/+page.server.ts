import { ownPath } from '../own-path';
import type { PageServerLoad } from './$types';

/** Where a mailed sign-in link leads: a click uses it, so that a mail scanner that fetches the address uses nothing up. */
export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'strict-origin' });
  return { token: url.searchParams.get('token') ?? '', to: ownPath(url.searchParams.get('to')) };
};

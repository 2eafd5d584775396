import * as store from '@rapport/db/errors';
import {
  Behind,
  Conflict,
  InvalidValues,
  InvitedOtherwise,
  KeyUsedForOther,
  LastLead,
  NotAllowed,
  NotFound,
  Unavailable,
  WaveIsClosed,
  type Problem,
} from './problems.ts';

/** What each error of a verb means to a caller; null for what nobody outside should hear about. */
export function domainProblem(error: Error): Problem | null {
  if (error instanceof store.NotFound) return new NotFound(error.message);
  if (error instanceof store.DraftBehind) return new Behind(error.message, { version: error.version });
  if (error instanceof store.WaveClosed)
    return new WaveIsClosed(error.message, {
      closed: error.closed.toISOString(),
      closes: error.closes,
    });
  if (error instanceof store.KeyReused) return new KeyUsedForOther(error.message);
  if (error instanceof store.InvitedOtherwise) return new InvitedOtherwise(error.message);
  if (error instanceof store.NotInWave) return new NotAllowed(error.message);
  if (error instanceof store.SlugReserved)
    return new InvalidValues([{ path: 'slug', message: error.message, code: 'reserved' }], error.message);
  if (error instanceof store.LastLead) return new LastLead(error.message);
  if (error instanceof store.Conflict || error instanceof store.WaveNotOpen) return new Conflict(error.message);
  if (error instanceof store.BrokenReference) return new InvalidValues([], error.message);
  if (error instanceof store.Altered)
    return new Unavailable(
      'These figures are not as they were frozen, so they are not shown. The operator can find out more.',
    );
  if (error instanceof store.DatabaseUnavailable)
    return new Unavailable('The database is busy or out of reach.', {}, { 'retry-after': '5' });
  return null;
}

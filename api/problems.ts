import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The last part of each problem's type, for pages to word in their reader's language. */
export const PROBLEM_CODES = [
  'malformed-request',
  'sign-in-needed',
  'not-allowed',
  'appointment-not-begun',
  'invited-otherwise',
  'foreign-origin',
  'not-found',
  'conflict',
  'last-lead',
  'no-mail',
  'wave-closed',
  'report-withdrawn',
  'publication-refused',
  'passphrase-needed',
  'behind',
  'too-large',
  'wrong-content-type',
  'invalid-values',
  'idempotency-key-reused',
  'precondition-needed',
  'too-soon',
  'unavailable',
  // What is no `Problem`: errors.ts says no more of it.
  'internal',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** What is the matter with a value, for forms to word in their reader's language. */
export const FAULT_CODES = [
  'missing',
  'too-long',
  'too-short',
  'too-small',
  'too-large',
  'too-many',
  'bad-date',
  'bad-email',
  'bad-choice',
  'bad-form',
  'formula',
  'ends-before-start',
  'past',
  'reserved',
  'built-in',
  'wrong-code',
  'in-answers',
  'in-file',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** One value of a request that is wrong: a JSON pointer-like path and what is the matter. */
export interface ValueFault {
  path: string;
  message: string;
  code: FaultCode;
  /** With `too-…`: how many characters, how much or how many there may be. */
  limit?: number;
}

/**
 * A fault that the caller is told about. Each kind below is thrown by name; `errors.ts` alone turns it into a reply.
 * `members` are the extension members of its problem details (RFC 9457, 3.2).
 */
export abstract class Problem extends Error {
  abstract readonly status: ContentfulStatusCode;
  /** Last part of the problem's type. */
  abstract readonly code: ProblemCode;
  abstract readonly title: string;
  readonly members: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(detail: string, members: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    super(detail);
    this.members = members;
    this.headers = headers;
  }
}

export class MalformedRequest extends Problem {
  readonly status = 400;
  readonly code = 'malformed-request';
  readonly title = 'The request could not be read';
}

export class SignInNeeded extends Problem {
  readonly status = 401;
  readonly code = 'sign-in-needed';
  readonly title = 'Please sign in';
}

export class NotAllowed extends Problem {
  readonly status = 403;
  readonly code = 'not-allowed';
  readonly title = 'Your role does not allow this';
}

/** A custodian's appointment begins with the next wave; `begins` is its opening day, null while none is planned. */
export class NotBegun extends Problem {
  readonly status = 403;
  readonly code = 'appointment-not-begun';
  readonly title = 'This appointment has not begun';
}

/** An invitation to a role is taken up under the address that it was sent to alone. */
export class InvitedOtherwise extends Problem {
  readonly status = 403;
  readonly code = 'invited-otherwise';
  readonly title = 'This invitation is for another address';
}

export class ForeignOrigin extends Problem {
  readonly status = 403;
  readonly code = 'foreign-origin';
  readonly title = 'The request came from another site';
}

export class NotFound extends Problem {
  readonly status = 404;
  readonly code = 'not-found';
  readonly title = 'There is nothing here';
}

export class Conflict extends Problem {
  readonly status = 409;
  readonly code = 'conflict';
  readonly title = 'This does not fit what is already there';
}

/** Nobody would lead the network any more. */
export class LastLead extends Problem {
  readonly status = 409;
  readonly code = 'last-lead';
  readonly title = 'A network keeps a lead';
}

/** There is no mail here, or no address to send it to. */
export class NoMail extends Problem {
  readonly status = 409;
  readonly code = 'no-mail';
  readonly title = 'No mail can be sent';
}

/** The wave is over; `closes` (its last day) and `label` go with the reply. */
export class WaveIsClosed extends Problem {
  readonly status = 410;
  readonly code = 'wave-closed';
  readonly title = 'This survey has closed';
}

export class ReportWithdrawn extends Problem {
  readonly status = 410;
  readonly code = 'report-withdrawn';
  readonly title = 'This report was withdrawn';
}

/** A report may not go out; `refusals` says why. */
export class PublicationRefused extends Problem {
  readonly status = 409;
  readonly code = 'publication-refused';
  readonly title = 'This report can’t be published';
}

/** A link's passphrase is missing or wrong. */
export class PassphraseNeeded extends Problem {
  readonly status = 401;
  readonly code = 'passphrase-needed';
  readonly title = 'This link asks for a passphrase';
}

export class Behind extends Problem {
  readonly status = 412;
  readonly code = 'behind';
  readonly title = 'A newer version has been saved elsewhere';
}

export class TooLarge extends Problem {
  readonly status = 413;
  readonly code = 'too-large';
  readonly title = 'The request is too large';
}

export class WrongContentType extends Problem {
  readonly status = 415;
  readonly code = 'wrong-content-type';
  readonly title = 'The content type is not understood';
}

/** Well-formed, but a value is wrong; `errors` names each. */
export class InvalidValues extends Problem {
  readonly status = 422;
  readonly code = 'invalid-values';
  readonly title = 'Some values are not right';

  constructor(errors: ValueFault[], detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')) {
    super(detail, { errors });
  }
}

export class KeyUsedForOther extends Problem {
  readonly status = 422;
  readonly code = 'idempotency-key-reused';
  readonly title = 'The idempotency key belongs to another request';
}

export class PreconditionNeeded extends Problem {
  readonly status = 428;
  readonly code = 'precondition-needed';
  readonly title = 'A header is missing that keeps changes apart';
}

export class TooSoon extends Problem {
  readonly status = 429;
  readonly code = 'too-soon';
  readonly title = 'Please wait a little';
}

export class Unavailable extends Problem {
  readonly status = 503;
  readonly code = 'unavailable';
  readonly title = 'Please try again in a moment';
}

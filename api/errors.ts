import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { domainProblem } from './domain-problems.ts';
import type { ApiEnv } from './context.ts';
import {
  FAULT_CODES,
  InvalidValues,
  MalformedRequest,
  NotFound,
  Problem,
  TooLarge,
  WrongContentType,
  type FaultCode,
  type ProblemCode,
  type ValueFault,
} from './problems.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457 problem details, as every error reply has them. */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          code: z.enum(FAULT_CODES),
          limit: z.int().optional(),
        }),
      )
      .optional(),
    /** With 410: the last day of the wave. */
    closes: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type ProblemDetails = z.infer<typeof problemSchema>;

/** The one place where an error becomes a reply. What is not a `Problem` is logged and shows nothing of itself. */
export function replyToError(error: Error, c: Context<ApiEnv>): Response {
  const problem = asProblem(error);
  if (problem) return reply(c, problem.status, problem.code, problem.title, problem.message, problem);
  c.var.log.error({ err: error }, 'request failed');
  return reply(c, 500, 'internal', 'Something went wrong on our side', undefined);
}

export const replyNotFound = (c: Context<ApiEnv>): Response =>
  replyToError(new NotFound('No such address, or not for you.'), c);

/** The hook of every router: values that a schema refused. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: z.ZodError; target?: string },
): void {
  if (!result.success) throw new InvalidValues(valueFaults(result.error));
}

export function valueFaults(error: z.ZodError): ValueFault[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message, ...codeOf(issue) }));
}

function codeOf(issue: z.core.$ZodIssue): Pick<ValueFault, 'code' | 'limit'> {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return { code: 'missing' };
      return limited(issue.origin === 'string' ? 'too-short' : 'too-small', issue.minimum);
    case 'too_big':
      return limited(COUNTED[issue.origin] ?? 'too-large', issue.maximum);
    case 'invalid_type':
      return { code: issue.input === undefined ? 'missing' : 'bad-form' };
    case 'invalid_value':
      return { code: 'bad-choice' };
    case 'invalid_format':
      if (issue.format === 'date') return { code: 'bad-date' };
      return { code: issue.format === 'email' ? 'bad-email' : 'bad-form' };
    case 'custom':
      return { code: issue.params?.day === true ? 'bad-date' : 'bad-form' };
    default:
      return { code: 'bad-form' };
  }
}

const COUNTED: Record<string, FaultCode> = { string: 'too-long', array: 'too-many', set: 'too-many' };
const limited = (code: FaultCode, limit: number | bigint) => ({ code, limit: Number(limit) });

function asProblem(error: Error): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) return fromHttpException(error);
  return domainProblem(error);
}

// Hono and its validators throw these before a handler runs.
function fromHttpException(error: HTTPException): Problem | null {
  if (error.status === 400) return new MalformedRequest('The body is not well-formed JSON.');
  if (error.status === 404) return new NotFound('No such address, or not for you.');
  if (error.status === 413) return new TooLarge('The body is larger than this route takes.');
  if (error.status === 415) return new WrongContentType('Send the content type that the API document names.');
  return null;
}

function reply(
  c: Context<ApiEnv>,
  status: ContentfulStatusCode,
  code: ProblemCode,
  title: string,
  detail: string | undefined,
  { members, headers }: Pick<Problem, 'members' | 'headers'> = { members: {}, headers: {} },
): Response {
  const body = { type: `urn:rapport:problem:${code}`, title, status, detail, requestId: c.var.requestId, ...members };
  return c.body(JSON.stringify(body), status, {
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    ...headers,
  });
}

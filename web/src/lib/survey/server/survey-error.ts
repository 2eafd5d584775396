import { error } from '@sveltejs/kit';

/** Turns a refusal of the survey API into the page that tells the member what to do; never returns. */
export async function surveyError(reply: Pick<Response, 'status' | 'json'>): Promise<never> {
  if (reply.status === 410) {
    const { closes } = (await reply.json()) as { closes?: string };
    error(410, { message: 'This survey has closed', closes });
  }
  if (reply.status === 401 || reply.status === 403) error(401, { message: 'Open the link again' });
  if (reply.status === 404) {
    const { opens } = (await reply.json()) as { opens?: string };
    error(404, { message: 'No survey for this link', opens });
  }
  error(reply.status === 429 ? 429 : 503, { message: 'The survey could not be opened' });
}

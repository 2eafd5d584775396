import { openForm } from './survey-form.ts';
import { findMemberIn } from './sessions.ts';
import type { Services } from './context.ts';
import type { SurveyForm } from './schemas/survey.ts';

/** The API as pages of the same process have it: a call needs no socket, and what every survey page begins with not even a request. */
export interface OwnApi {
  fetch(request: Request): Response | Promise<Response>;
  /** `GET /api/survey` for whoever's Cookie header this is; null where that is refused, for reasons that `fetch` tells. */
  surveyForm(cookies: string | undefined): Promise<SurveyForm | null>;
}

export const ownApi = (services: Services, fetch: OwnApi['fetch']): OwnApi => ({
  fetch,
  async surveyForm(cookies) {
    const member = await findMemberIn(services, cookies);
    return member && openForm(services, member);
  },
});

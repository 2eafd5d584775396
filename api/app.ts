import { OpenAPIHono } from '@hono/zod-openapi';
import { answerAuth } from './auth-gate.ts';
import { describeAuth } from './auth-routes.ts';
import { router, type ApiEnv, type Services } from './context.ts';
import { docs } from './docs.ts';
import { createMetrics } from './metrics.ts';
import { refuseInvalid, replyNotFound, replyToError } from './errors.ts';
import { account } from './routes/account.ts';
import { analysis } from './routes/analysis.ts';
import { audit } from './routes/audit.ts';
import { events } from './routes/events.ts';
import { firstAccount } from './routes/first-account.ts';
import { exports } from './routes/export.ts';
import { imports } from './routes/import.ts';
import { goals } from './routes/goals.ts';
import { declarations } from './routes/declarations.ts';
import { instruments } from './routes/instruments.ts';
import { health } from './routes/health.ts';
import { invitations } from './routes/invitations.ts';
import { mailLinks } from './routes/mail-links.ts';
import { memberChanges } from './routes/member-changes.ts';
import { members } from './routes/members.ts';
import { metrics } from './routes/metrics.ts';
import { networks } from './routes/networks.ts';
import { organisations } from './routes/organisations.ts';
import { overview } from './routes/overview.ts';
import { panel } from './routes/panel.ts';
import { panels } from './routes/panels.ts';
import { people } from './routes/people.ts';
import { portfolio } from './routes/portfolio.ts';
import { reports } from './routes/reports.ts';
import { roleInvitations } from './routes/role-invitations.ts';
import { roster } from './routes/roster.ts';
import { service } from './routes/service.ts';
import { sharedReports } from './routes/shared-reports.ts';
import { survey } from './routes/survey.ts';
import { surveyCode } from './routes/survey-code.ts';
import { surveyOwn } from './routes/survey-own.ts';
import { takenOut } from './routes/taken-out.ts';
import { waveSeries } from './routes/wave-series.ts';
import { waves } from './routes/waves.ts';
import { workspace } from './routes/workspace.ts';
import { readBody } from './body.ts';
import { checkOrigin, logRequest, securityHeaders } from './security.ts';

const routes = router()
  .route('/', health)
  .route('/', metrics)
  .route('/', audit)
  .route('/', service)
  .route('/', account)
  .route('/', firstAccount)
  .route('/', people)
  .route('/', roleInvitations)
  .route('/', networks)
  .route('/', panels)
  .route('/', overview)
  .route('/', workspace)
  .route('/', instruments)
  .route('/', roster)
  .route('/', waveSeries)
  .route('/', organisations)
  .route('/', members)
  .route('/', memberChanges)
  .route('/', waves)
  .route('/', invitations)
  .route('/', events)
  .route('/', goals)
  .route('/', declarations)
  .route('/', analysis)
  .route('/', exports)
  .route('/', panel)
  .route('/', imports)
  .route('/', takenOut)
  .route('/', survey)
  .route('/', surveyOwn)
  .route('/', surveyCode)
  .route('/', mailLinks)
  .route('/', reports)
  .route('/', sharedReports)
  .route('/', portfolio);

/** Every route with what it takes and gives: what `hc` types the client with (client.ts). */
export type AppType = typeof routes;

/** The API under `/api`, on the services given: one `fetch` from request to reply, no port, no process. */
export function createApi(services: Services) {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.use(async (c, next) => {
    for (const [name, service] of Object.entries(services)) c.set(name as keyof Services, service as never);
    await next();
  });
  const counted = services.config.metricsToken === null ? null : createMetrics(services.db);
  app.use(async (c, next) => {
    c.set('metrics', counted);
    await (counted ? counted.measure(c, next) : next());
  });
  app.use(logRequest, securityHeaders, checkOrigin, readBody);
  app.on(['GET', 'POST'], '/api/auth/*', answerAuth);
  describeAuth(app.openAPIRegistry);
  app.route('/api', docs);
  app.route('/api', routes);
  // Made when it is first asked for.
  let document: ReturnType<typeof apiDocument> | undefined;
  app.get('/api/openapi.json', (c) => c.json((document ??= apiDocument(app))));
  app.notFound(replyNotFound);
  app.onError(replyToError);
  return app;
}

function apiDocument(app: OpenAPIHono<ApiEnv>) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'accountSession', {
    type: 'apiKey',
    in: 'cookie',
    name: 'rapport.session_token',
    description: 'Given by POST /api/auth/sign-in/email',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'memberSession', {
    type: 'apiKey',
    in: 'cookie',
    name: 'rapport.member',
    description: 'Given by POST /api/survey/session for the token of an invitation',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Rapport',
      version: '1',
      description: 'Errors are RFC 9457 problem details. `x-role` says who may call a route.',
    },
    servers: [{ url: '/' }],
  });
}

import { listNetworksOf } from '@rapport/db/networks';
import { listReports } from '@rapport/db/reports';
import { z } from 'zod';
import { router } from '../context.ts';
import { storedDocument } from '../report-document.ts';
import { route } from '../route.ts';
import { publishedReportSchema } from '../schemas/reports.ts';
import { json } from './parts.ts';

const portfolioRoute = route('funder', {
  method: 'get',
  path: '/portfolio',
  summary: 'The published reports of the networks that the account funds',
  tags: ['reports'],
  responses: {
    200: json(
      z.object({
        networks: z.array(z.object({ network: z.string(), name: z.string(), reports: z.array(publishedReportSchema) })),
      }),
      'By name; each network’s reports with the newest first, without those withdrawn',
    ),
  },
});

export const portfolio = router().openapi(portfolioRoute, async (c) => {
  const { db, account } = c.var;
  const funded = (await listNetworksOf(db, account.id)).filter(({ roles }) => roles.includes('funder'));
  const reports = await listReports(
    db,
    funded.map(({ slug }) => slug),
  );
  const standing = reports.filter(({ withdrawnAt }) => withdrawnAt === null);
  return c.json(
    {
      networks: funded.map(({ slug, name }) => ({
        network: slug,
        name,
        reports: standing
          .filter(({ network }) => network === slug)
          .map((row) => ({ ...storedDocument(row), sha256: row.sha256 })),
      })),
    },
    200,
  );
});

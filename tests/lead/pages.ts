/**
 * The pages that a lead opens, for the walk in every-page.test.ts: a new page is one line here. `ofNetwork` lie under
 * `/networks/{network}`; `chart` says that one is drawn where there is a closed wave.
 */
export interface LeadPage {
  path: string;
  chart?: boolean;
}

export const ofNetwork: LeadPage[] = [
  { path: '', chart: true },
  { path: '/ties' },
  { path: '/log' },
  { path: '/open-answers' },
  { path: '/members' },
  { path: '/waves' },
  { path: '/invitations' },
  { path: '/reports' },
  { path: '/people' },
  { path: '/audit' },
  { path: '/settings' },
  { path: '/exports' },
  { path: '/method' },
  { path: '/setup/aims' },
];

/** Those of no network. */
export const ofAccount: LeadPage[] = [
  { path: '/' },
  { path: '/networks/new' },
  { path: '/networks/new/panel' },
  { path: '/account' },
];

import { m } from '@rapport/messages';

/** The kinds of entries that can be shown alone, in the order of the choice. */
export const KINDS = ['access', 'data', 'people', 'waves', 'reports', 'settings'] as const;
export type Kind = (typeof KINDS)[number];

export const kindName: Record<Kind, () => string> = {
  access: m.audit_kind_access,
  data: m.audit_kind_data,
  people: m.audit_kind_people,
  waves: m.audit_kind_waves,
  reports: m.audit_kind_reports,
  settings: m.audit_kind_settings,
};

import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';

/** What somebody may be in a network's workspace. */
type Role = 'lead' | 'viewer' | 'custodian' | 'funder';
type Worded = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const NAMES: Record<Role, Worded> = {
  lead: m.role_lead,
  viewer: m.role_viewer,
  custodian: m.role_custodian,
  funder: m.role_funder,
};
const DUTIES: Record<Role, Worded> = {
  lead: m.role_lead_does,
  viewer: m.role_viewer_does,
  custodian: m.role_custodian_does,
  funder: m.role_funder_does,
};

/** A role within a sentence: `custodian of the data`. */
export const roleName = (role: Role, locale: Locale): string => NAMES[role]({}, { locale });

/** What somebody with the role sees and does, in a sentence. */
export const roleDoes = (role: Role, locale: Locale): string => DUTIES[role]({}, { locale });

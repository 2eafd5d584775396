import { m } from '@rapport/messages';
import { getLocale } from '@rapport/messages/runtime';
import { roleName } from '@rapport/messages/words/roles';
import type { PageData } from './$types';

type Entry = PageData['entries'][number];
type Action = Entry['action'];

const what = (entry: Entry) => ({ what: entry.subject ?? m.audit_someone() });
const format = (entry: Entry) => ({ format: (entry.format ?? 'json').toUpperCase() });
const ROLES = ['lead', 'viewer', 'custodian', 'funder'] as const;
function role(entry: Entry) {
  const known = ROLES.find((one) => one === entry.role);
  return { role: known ? roleName(known, getLocale()) : (entry.role ?? ''), ...what(entry) };
}

const DID: Record<Action, (entry: Entry) => string> = {
  'account.sign-in': () => m.audit_did_account_sign_in(),
  'account.password': () => m.audit_did_account_password(),
  'account.second-step-on': () => m.audit_did_account_second_step_on(),
  'account.second-step-off': () => m.audit_did_account_second_step_off(),
  'role.grant': (entry) => m.audit_did_role_grant(role(entry)),
  'role.revoke': (entry) => m.audit_did_role_revoke(role(entry)),
  'role.invite': (entry) => m.audit_did_role_invite(role(entry)),
  'role.invite-end': () => m.audit_did_role_invite_end(),
  'members.view': () => m.audit_did_members_view(),
  'panel.export': (entry) => m.audit_did_panel_export(format(entry)),
  'panel.import': () => m.audit_did_panel_import(),
  'release.export': (entry) => m.audit_did_release_export(format(entry)),
  'member.add': (entry) => m.audit_did_member_add(what(entry)),
  'member.change': (entry) => m.audit_did_member_change(what(entry)),
  'member.move': (entry) => m.audit_did_member_move(what(entry)),
  'member.merge': (entry) => m.audit_did_member_merge(what(entry)),
  'member.delete': () => m.audit_did_member_delete(),
  'member.erase': () => m.audit_did_member_erase(),
  'roster.add': (entry) => m.audit_did_roster_add(what(entry)),
  'roster.undo': () => m.audit_did_roster_undo(),
  'organisation.add': (entry) => m.audit_did_organisation_add(what(entry)),
  'organisation.change': (entry) => m.audit_did_organisation_change(what(entry)),
  'organisation.delete': (entry) => m.audit_did_organisation_delete(what(entry)),
  'wave.add': (entry) => m.audit_did_wave_add(what(entry)),
  'wave.change': (entry) => m.audit_did_wave_change(what(entry)),
  'wave.delete': (entry) => m.audit_did_wave_delete(what(entry)),
  'wave.close': (entry) => m.audit_did_wave_close(what(entry)),
  'release.freeze': (entry) => m.audit_did_release_freeze(role(entry)),
  'invitation.hand-on': (entry) => m.audit_did_invitation_hand_on(what(entry)),
  'report.publish': (entry) => m.audit_did_report_publish(what(entry)),
  'report.withdraw': (entry) => m.audit_did_report_withdraw(what(entry)),
  'report.share': (entry) => m.audit_did_report_share(what(entry)),
  'report.revoke': (entry) => m.audit_did_report_revoke(what(entry)),
  'network.add': () => m.audit_did_network_add(),
  'network.change': () => m.audit_did_network_change(),
  'instrument.add': (entry) => m.audit_did_instrument_add(what(entry)),
  'instrument.choose': (entry) => m.audit_did_instrument_choose(what(entry)),
  'goal.add': () => m.audit_did_goal_add(),
  'goal.change': () => m.audit_did_goal_change(),
  'goal.delete': () => m.audit_did_goal_delete(),
  'declaration.add': () => m.audit_did_declaration_add(),
  'declaration.change': () => m.audit_did_declaration_change(),
  'declaration.delete': () => m.audit_did_declaration_delete(),
  'event.add': (entry) => m.audit_did_event_add(what(entry)),
  'event.change': (entry) => m.audit_did_event_change(what(entry)),
  'event.delete': (entry) => m.audit_did_event_delete(what(entry)),
};

/** What was done, as a sentence without its subject. */
export const whatHappened = (entry: Entry): string => DID[entry.action](entry);

/** Who did it: an account by name, anybody else by what they are. */
export function whoDid({ by }: Entry): string {
  if (by.kind === 'account') return by.name ?? m.audit_by_account();
  if (by.kind === 'member') return m.audit_by_member();
  return by.kind === 'operator' ? m.audit_by_operator() : m.audit_by_program();
}

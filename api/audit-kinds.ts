/**
 * What leads read in the audit, by kind. Not among them: what members do at their forms and with their mails, since who
 * answered when is nobody's to read.
 */
export const AUDIT_KINDS = {
  access: [
    'account.sign-in',
    'account.password',
    'account.second-step-on',
    'account.second-step-off',
    'role.grant',
    'role.revoke',
    'role.invite',
    'role.invite-end',
  ],
  data: ['members.view', 'panel.export', 'panel.import', 'release.export'],
  people: [
    ...['member.add', 'member.change', 'member.move', 'member.merge', 'member.delete', 'member.erase'],
    ...['roster.add', 'roster.undo', 'organisation.add', 'organisation.change', 'organisation.delete'],
  ],
  waves: ['wave.add', 'wave.change', 'wave.delete', 'wave.close', 'release.freeze', 'invitation.hand-on'],
  reports: ['report.publish', 'report.withdraw', 'report.share', 'report.revoke'],
  settings: [
    ...[
      'network.add',
      'network.change',
      'instrument.add',
      'instrument.choose',
      'goal.add',
      'goal.change',
      'goal.delete',
    ],
    ...['declaration.add', 'declaration.change', 'declaration.delete', 'event.add', 'event.change', 'event.delete'],
  ],
} as const satisfies Record<string, readonly string[]>;

export type AuditKind = keyof typeof AUDIT_KINDS;
export type AuditAction = (typeof AUDIT_KINDS)[AuditKind][number];

export const auditKinds = Object.keys(AUDIT_KINDS) as AuditKind[];
export const auditActions: readonly AuditAction[] = Object.values(AUDIT_KINDS).flat();

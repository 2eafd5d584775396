import type { Panel } from '@rapport/surveys/panel';

/**
 * The panel without names and addresses of people. Their ids stay, so that later exports can be joined to earlier ones and
 * the panel reads back; open answers stay too, and the custodian is told that people may name themselves in them.
 */
export const pseudonymous = (panel: Panel): Panel => ({
  ...panel,
  members: panel.members.map((member) => ({ ...member, name: null, email: null })),
});

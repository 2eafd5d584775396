import { EXPOSED } from './exposure.ts';
import type { Form } from './form.ts';

/**
 * How nearly a kind of figure may bring any group to being worked out: figures of less importance leave room for the levels and
 * the headline trend of waves to come. Any other kind: `HEADROOM`.
 */
const LIMITS: Partial<Record<Form['form'], number>> = { level: EXPOSED, within: EXPOSED, mixed: 0.95, change: 0.85 };
const HEADROOM = 0.75;

/** A figure that moves a group by less than this takes no room away, and may do so up to `SLIGHT_LIMIT`. */
const SLIGHT = 1e-4;
const SLIGHT_LIMIT = 0.95;

/** The limit for a figure by how much of its new direction, squared, lies in a group or in all that the group is part of. */
export function limitOf(form: Form, moved: number): number {
  const limit = form.form === 'change' && form.part !== 'within' ? HEADROOM : (LIMITS[form.form] ?? HEADROOM);
  return moved < SLIGHT ? Math.max(limit, SLIGHT_LIMIT) : limit;
}

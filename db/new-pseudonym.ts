import { randomBytes } from 'node:crypto';

/** A name for a person that says nothing about them. */
export const newPseudonym = (): string => randomBytes(9).toString('hex');

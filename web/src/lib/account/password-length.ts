/** As api/auth.ts has it. */
export const PASSWORD_LENGTH = { min: 8, max: 128 };

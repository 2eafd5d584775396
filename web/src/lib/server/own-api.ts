import type { OwnApi } from '@rapport/api/own-api';

/** The API, where the process that makes the pages has it too (api/serve.ts hands it over). */
export const ownApi = (): OwnApi | undefined => Reflect.get(globalThis, Symbol.for('rapport.api'));

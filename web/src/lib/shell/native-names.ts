/** What each language calls itself. */
export const NATIVE_NAMES = { en: 'English', id: 'Bahasa Indonesia' } as const;

import type { Locale } from '@rapport/messages/runtime';

declare global {
  namespace App {
    interface Locals {
      /** The language of this request: the cookie's, else the browser's, else English. */
      locale: Locale;
    }
    interface Error {
      message: string;
    }
  }
}

export {};

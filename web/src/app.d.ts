import type { Locale } from '@rapport/messages/runtime';
import type { Survey } from '$lib/survey/server/load-survey';

declare global {
  interface Window {
    /** Fields touched before the page's script arrived; gone once it has. */
    earlyFields?: Set<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement> | undefined;
  }
  namespace App {
    interface Locals {
      /** The language of this request: the cookie's, else the browser's, else English. */
      locale: Locale;
      /** The member's survey, where the hook has read it; on a page that is shared, what stands in for what is a member's own. */
      survey?: (Survey & { submissionKey?: string }) | undefined;
    }
    interface PageData {
      /** Whether an account is signed in, on pages that know it: the header then offers to sign out. */
      signedIn?: boolean;
    }
    interface Error {
      message: string;
      /** Of a closed survey: its last day. */
      closes?: string;
      /** Of a survey that has not begun: its first day. */
      opens?: string;
      /** Of a report that was withdrawn: when, and what the network says of it. */
      withdrawn?: { at: string; note: string | null };
    }
    interface PageState {
      /** The question shown on a phone, counted from 0. */
      question?: number;
    }
  }
}

export {};

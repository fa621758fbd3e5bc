import type { Branding } from "@/lib/api/types";

/** What the widget's element takes to look otherwise. */
export interface Look {
  primaryColor?: string;
  backgroundColor?: string;
  textColor?: string;
  logoUrl?: string;
  theme?: string;
  title?: string;
  consentText?: string;
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** The look that branding gives, in one language. What is not complete yet is left as it is. */
export function lookOf(branding: Branding, locale: string): Look {
  const colour = (text: string | undefined | null) => (text && COLOUR.test(text) ? text : undefined);
  const look: Record<keyof Look, string | undefined> = {
    primaryColor: colour(branding.color),
    backgroundColor: colour(branding.background_color),
    textColor: colour(branding.text_color),
    logoUrl: branding.logo_url || undefined,
    theme: branding.theme || undefined,
    title: branding.title?.[locale] || undefined,
    consentText: branding.consent?.[locale] || undefined,
  };
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}

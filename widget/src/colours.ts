// Colours of a bot's branding, made sure to be colours and to be readable.

import type { Branding } from "./api";

const HEX = /^#[0-9a-f]{6}$/i;

/** Black or white, whichever is easier to read on a colour (WCAG contrast). */
export function readableOn(colour: string): "#000000" | "#ffffff" {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

function luminance(colour: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

const variables = (background: string, text: string) => `--background:${background};--text:${text};`;

const DARK = variables("#16181d", "#f1f3f5");

/** The style sheet of a branding: custom properties alone, so that anything else in it is inert. */
export function brandingSheet(branding: Branding): string {
  const colour = (given: string, otherwise: string) => (HEX.test(given) ? given : otherwise);
  const primary = colour(branding.primaryColor, "#4f46e5");
  const background = colour(branding.backgroundColor, "#ffffff");
  const text = colour(branding.textColor, "#1f2328");
  const own = `:host{--primary:${primary};--on-primary:${readableOn(primary)};${variables(background, text)}}`;
  if (branding.theme !== "auto") return own;
  return `${own}@media (prefers-color-scheme: dark){:host{${DARK}}}`;
}

/** Which labels are shown. */
export interface LabelFilter {
  search: string;
  /** Only those that say nothing in `locale`, or in some language of the bot. */
  missing: boolean;
  /** Only those with a text that nobody vouches for, of `locale` or of any language. */
  toReview: boolean;
  locale: string;
  /** Only those that nothing says. */
  unused: boolean;
}

/** The switches of the filter, as the address says them. */
export const SWITCHES = { missing: "true", validated: "false", unused: "true", said: "true" } as const;
export type Switch = keyof typeof SWITCHES;

/** Whether the address asks how often each was said. */
export function asksSaid(params: URLSearchParams): boolean {
  return params.get("said") === SWITCHES.said;
}

/** What the address asks for: `missing=true`, `validated=false`, `unused=true`, `locale=fr`. */
export function filterIn(params: URLSearchParams, locales: readonly string[]): Omit<LabelFilter, "search"> {
  const isOn = (name: Switch) => params.get(name) === SWITCHES[name];
  const [missing, toReview, unused] = [isOn("missing"), isOn("validated"), isOn("unused")];
  const locale = locales.find((locale) => locale === params.get("locale"));
  return { missing, toReview, unused, locale: (missing || toReview ? locale : undefined) ?? "" };
}

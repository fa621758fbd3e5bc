import { useTranslation } from "react-i18next";

import type { TalkAnswer } from "@/lib/api/types";

import { Section } from "./section";
import classes from "./timings-view.module.css";

/** How long it took, inside the server. */
export function TimingsView({ timings }: { timings: TalkAnswer["timings"] }) {
  const { t, i18n } = useTranslation();
  const shown = [
    ["understanding", timings.understandingUs],
    ["turn", timings.turnUs],
    ["total", timings.totalUs],
  ] as const;
  return (
    <Section title={t("understanding.timings")}>
      <dl className={classes.timings}>
        {shown.map(([name, us]) => (
          <div key={name}>
            <dt>{t(`understanding.timing.${name}`)}</dt>
            <dd>{milliseconds(us, i18n.language)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Microseconds as people read them: `0.42 ms`. */
export function milliseconds(us: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: "millisecond",
    maximumSignificantDigits: 2,
  }).format(us / 1000);
}

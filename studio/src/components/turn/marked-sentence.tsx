import { useTranslation } from "react-i18next";

import type { Understanding } from "@/lib/api/types";

import { colorsByRole, segmentsOf } from "./segments";
import classes from "./marked-sentence.module.css";
import { Section } from "./section";

/** The sentence, with what was found in it. */
export function MarkedSentence({ understanding }: { understanding: Understanding }) {
  const { t } = useTranslation();
  const { text, entities, locale } = understanding;
  const colors = colorsByRole(entities);
  return (
    <Section title={t("understanding.sentence")}>
      <p className={classes.sentence} lang={locale}>
        {segmentsOf(text, entities).map((segment) =>
          segment.entity === undefined ? (
            segment.text
          ) : (
            <mark
              key={segment.start}
              className={classes.entity}
              data-color={colors.get(segment.entity.role)}
            >
              {segment.text}
              <small className={classes.role}>{segment.entity.role}</small>
            </mark>
          ),
        )}
      </p>
    </Section>
  );
}

import { useTranslation } from "react-i18next";

import type { EntityFound, Understanding } from "@/lib/api/types";

import { percent } from "./percent";
import { colorsByRole } from "./segments";
import { valueInWords } from "./value-words";
import classes from "./entity-list.module.css";
import { Section } from "./section";

/** The entities: where, which type and role, what they mean. */
export function EntityList({ understanding }: { understanding: Understanding }) {
  const { t } = useTranslation();
  const { text, entities, not_retained = [] } = understanding;
  const colors = colorsByRole(entities);
  return (
    <>
      <Section title={t("understanding.entities")}>
        {entities.length === 0 ? (
          <p className={classes.none}>{t("understanding.noEntities")}</p>
        ) : (
          <Entities text={text} entities={entities} colors={colors} />
        )}
      </Section>
      {not_retained.length > 0 && (
        <Section title={t("understanding.notRetained")} folded>
          <Entities text={text} entities={not_retained} colors={colors} />
        </Section>
      )}
    </>
  );
}

interface EntitiesProps {
  /** What the spans refer to. */
  text: string;
  entities: readonly EntityFound[];
  colors: ReadonlyMap<string, number>;
}

function Entities({ text, entities, colors }: EntitiesProps) {
  const { t, i18n } = useTranslation();
  return (
    <ul className={classes.entities}>
      {entities.map((entity) => {
        const { span, role, entity_type, value, probability, source, sub_entities } = entity;
        const words = text.slice(span.utf16_start, span.utf16_end);
        return (
          <li
            key={`${span.utf16_start} ${span.utf16_end} ${role}`}
            className={classes.entity}
            data-color={colors.get(role)}
          >
            <div className={classes.line}>
              <strong className={classes.role}>{role}</strong>
              {entity_type !== role && <code className={classes.type}>{entity_type}</code>}
              <span className={classes.found}>{words}</span>
            </div>
            {value !== undefined && (
              <div className={classes.value}>{valueInWords(value, i18n.language)}</div>
            )}
            <div className={classes.source}>
              {t(`understanding.source.${source}`)} ·{" "}
              {t("understanding.sure", { percent: percent(probability, i18n.language) })}
            </div>
            {sub_entities !== undefined && sub_entities.length > 0 && (
              <Entities text={words} entities={sub_entities} colors={colors} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

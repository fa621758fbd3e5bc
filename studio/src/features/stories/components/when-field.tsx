import { useTranslation } from "react-i18next";

import type { Path } from "../draft";
import classes from "./fields.module.css";
import { TextField } from "./text-field";

/** Conditions that people write, with what they mean in `story.conditions`. */
const EXAMPLES = [
  ["known(film)", "known"],
  ["not known(film)", "notKnown"],
  ['film == "metropolis"', "value"],
  ["seats > 4", "more"],
  ["days_until(date) < 2", "days"],
  ["known(film) and seats > 4", "and"],
  ['flag("voice")', "flag"],
] as const;

/** A condition in the expression language, with examples of it. */
export function WhenField({ path, label }: { path: Path; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields}>
      <TextField path={path} label={label} placeholder="known(film)" />
      <details className={classes.more}>
        <summary>{t("story.conditionHelp")}</summary>
        <dl className={classes.examples}>
          {EXAMPLES.map(([expression, meaning]) => (
            <div key={meaning}>
              <dt>
                <code>{expression}</code>
              </dt>
              <dd>{t(`story.conditions.${meaning}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

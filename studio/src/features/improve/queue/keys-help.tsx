import { useTranslation } from "react-i18next";

import classes from "./queue.module.css";

/** The keys of the list, and of the words. */
const KEYS = [
  ["↑ ↓", "move"],
  ["Enter", "learn"],
  ["1 – 9", "likely"],
  ["i", "intent"],
  ["u", "unknown"],
  ["w", "words"],
  ["d", "remove"],
  ["x", "select"],
  ["a", "selectAll"],
  ["z", "undo"],
] as const;

/** What can be done without a mouse. */
export function KeysHelp() {
  const { t } = useTranslation();
  return (
    <details className={classes.keys}>
      <summary>{t("queue.keys")}</summary>
      <dl>
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd className={classes.key}>{key}</kbd>
            </dt>
            <dd>{t(`queueKeys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

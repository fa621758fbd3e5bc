import { useTranslation } from "react-i18next";

import { CopyButton } from "./copy-button";
import classes from "./secret-once.module.css";

interface SecretOnceProps {
  label: string;
  /** What it is for, and that it will not be shown again. */
  hint: string;
  secret: string;
}

/** Something that the server shows this once. */
export function SecretOnce({ label, hint, secret }: SecretOnceProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.secret} role="status">
      <strong>{label}</strong>
      <span>{hint}</span>
      <div className={classes.row}>
        <code>{secret}</code>
        <CopyButton text={secret} label={t("copy.copy")} />
      </div>
    </div>
  );
}

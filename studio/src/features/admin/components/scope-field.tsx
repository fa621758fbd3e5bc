import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useMay } from "@/lib/session/session-query";

import { SCOPES, type Scope } from "../roles";
import classes from "./admin.module.css";

interface ScopeFieldProps {
  namespace: string;
  value: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
}

/** What a program may do: nothing that one may not do oneself. */
export function ScopeField({ namespace, value, onChange }: ScopeFieldProps) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <fieldset className={classes.scopes}>
      <legend>{t("programs.may")}</legend>
      {SCOPES.filter((scope) => may(scope, { namespace })).map((scope) => (
        <Checkbox
          key={scope}
          label={t(`rights.names.${scope}`)}
          checked={value.includes(scope)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked ? [...value, scope] : value.filter((one) => one !== scope),
            )
          }
        />
      ))}
    </fieldset>
  );
}

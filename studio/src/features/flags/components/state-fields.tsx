import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { SavedField } from "@/components/saved-field";
import type { FlagState } from "@/lib/api/types";

import { momentOf, withMoment, withPercent } from "../state";
import classes from "./flags.module.css";

interface StateFieldsProps {
  state: FlagState;
  onChange: (state: FlagState) => void;
}

/** For whom and when a flag is on. */
export function StateFields({ state, onChange }: StateFieldsProps) {
  const { t } = useTranslation();
  const moment = (which: "from" | "until") => (
    <SavedField
      type="datetime-local"
      label={t(`flags.${which}`)}
      value={momentOf(state[which])}
      onSave={(typed) => onChange(withMoment(state, which, typed))}
    />
  );
  return (
    <div className={classes.state}>
      <Checkbox
        label={t("flags.isOn")}
        checked={state.enabled !== false}
        onChange={(event) => onChange({ ...state, enabled: event.currentTarget.checked })}
      />
      {moment("from")}
      {moment("until")}
      <SavedField
        type="number"
        label={t("flags.percent")}
        placeholder={t("flags.everybody")}
        value={state.percent === undefined ? "" : String(state.percent)}
        onSave={(typed) => onChange(withPercent(state, typed))}
      />
    </div>
  );
}

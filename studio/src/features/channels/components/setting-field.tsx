import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { WithNames } from "@/components/with-names";

import type { Setting } from "../schema";

interface SettingFieldProps {
  setting: Setting;
  /** Whether a secret is set already; it is never shown. */
  isSet: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** The field of a setting, after its kind. */
export function SettingField({ setting, isSet, value, onChange }: SettingFieldProps) {
  const { t } = useTranslation();
  const { title, hint, kind, required, choices, minimum, maximum } = setting;
  const common = { label: title, description: <WithNames text={hint} /> };
  const change = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  switch (kind) {
    case "boolean":
      return (
        <Checkbox
          {...common}
          checked={value === "true"}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
      );
    case "choice":
      return (
        <NativeSelect {...common} required={required} data={["", ...choices]} value={value} onChange={change} />
      );
    case "lines":
      return <Textarea {...common} rows={3} placeholder={t("channels.onePerLine")} value={value} onChange={change} />;
    case "json":
      return <Textarea {...common} rows={4} spellCheck={false} required={required} value={value} onChange={change} />;
    case "secret":
      return (
        <TextInput
          {...common}
          type="password"
          autoComplete="off"
          required={required && !isSet}
          placeholder={isSet ? t("channels.secretKept") : ""}
          value={value}
          onChange={change}
        />
      );
    case "integer":
    case "number":
      return (
        <TextInput
          {...common}
          type="number"
          step={kind === "integer" ? 1 : "any"}
          min={minimum}
          max={maximum}
          required={required}
          value={value}
          onChange={change}
        />
      );
    case "text":
      return <TextInput {...common} required={required} value={value} onChange={change} />;
  }
}

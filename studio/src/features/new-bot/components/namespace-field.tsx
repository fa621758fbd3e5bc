import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface NamespaceFieldProps {
  namespaces: readonly string[];
  value: string;
  onChange: (namespace: string) => void;
}

/** Whose the bot will be; who has one namespace is not asked. */
export function NamespaceField({ namespaces, value, onChange }: NamespaceFieldProps) {
  const { t } = useTranslation();
  if (namespaces.length < 2) return null;
  return (
    <NativeSelect
      label={t("newBot.namespace")}
      data={[...namespaces]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

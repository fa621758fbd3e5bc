import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { BotSummary } from "@/lib/api/types";
import {
  ENVIRONMENTS,
  environmentsQuery,
  useChooseEnvironment,
  useEnvironment,
} from "@/lib/environment/environment";

import classes from "./bot-picker.module.css";

/** Which environment tests meet, and of which one conversations and figures are shown. */
export function EnvironmentPicker({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const chosen = useEnvironment(bot);
  const choose = useChooseEnvironment(bot);
  const { data: pointers = [] } = useQuery(environmentsQuery(bot));
  const versionOf = (name: string) => pointers.find(({ environment }) => environment === name)?.version;
  return (
    <NativeSelect
      className={classes.environment ?? ""}
      aria-label={t("environment.label")}
      title={t("environment.hint")}
      value={chosen ?? ""}
      onChange={(event) =>
        choose(ENVIRONMENTS.find((environment) => environment === event.currentTarget.value))
      }
      data={[
        { value: "", label: t("environment.all") },
        ...ENVIRONMENTS.map((name) => {
          const version = versionOf(name);
          const title = t(`environment.names.${name}`);
          return {
            value: name,
            label: version === undefined ? title : t("environment.version", { name: title, version }),
            disabled: name !== "draft" && version === undefined,
          };
        }),
      ]}
    />
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { BotSummary } from "@/lib/api/types";
import { useChooseEnvironment, useEnvironment } from "@/lib/environment/environment";

import classes from "./environment-note.module.css";

/** Says that only a part is shown, where one environment was chosen. */
export function EnvironmentNote({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const chosen = useEnvironment(bot);
  const choose = useChooseEnvironment(bot);
  if (chosen === undefined) return null;
  return (
    <p className={classes.note}>
      {t("environment.only", { name: t(`environment.names.${chosen}`) })}
      <Button size="compact-xs" variant="subtle" onClick={() => choose(undefined)}>
        {t("environment.everything")}
      </Button>
    </p>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";

/** Shown when a page fails: what happened, and the way out. */
export function CrashPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Notice icon={<AlertIcon size={24} />} title={t("app.crashTitle")} problem>
      <p>{t("app.crash")}</p>
      <pre>{String(error)}</pre>
      <Button onClick={() => globalThis.location.reload()}>{t("app.reload")}</Button>
    </Notice>
  );
}

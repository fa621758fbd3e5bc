import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { FindingList } from "@/components/finding-list";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import type { BotSummary } from "@/lib/api/types";

import { checksQuery } from "../api";

/** Mistakes stop a publish; the rest is worth a look. Without findings there is nothing to see. */
export function CheckList({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const checks = useQuery(checksQuery(bot));
  if (checks.data === undefined) {
    return <QueryNotice query={checks} waiting={t("publish.checking")} failed={t("publish.failed")} />;
  }
  const { errors, findings } = checks.data;
  return (
    <Block title={t("publish.checks")}>
      {findings.length === 0 ? (
        <Said>{t("publish.sound")}</Said>
      ) : (
        <>
          <Said problem={errors > 0}>
            {errors > 0 ? t("publish.mistakes", { count: errors }) : t("publish.warnings")}
          </Said>
          <FindingList findings={findings} />
        </>
      )}
    </Block>
  );
}

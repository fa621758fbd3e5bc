import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary } from "@/lib/api/types";

import { changesQuery } from "../api";
import { ChangesView } from "./change-view";

/** What would be published, object by object. */
export function ChangeList({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const changes = useQuery(changesQuery(bot));
  if (changes.data === undefined) {
    return <QueryNotice query={changes} waiting={t("publish.reading")} failed={t("publish.failed")} />;
  }
  return (
    <Block title={t("publish.changes", { count: changes.data.total })}>
      <ChangesView changes={changes.data} same={t("publish.noChange")} />
    </Block>
  );
}

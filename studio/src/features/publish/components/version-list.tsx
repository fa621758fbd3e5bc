import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { serveVersion, versionsQuery } from "../api";
import classes from "./publish.module.css";

/** What was published, newest first; users can meet any of it again. */
export function VersionList({ bot }: { bot: BotSummary }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const versions = useQuery(versionsQuery(bot));
  const serving = useMutation({
    mutationFn: (number: number) => serveVersion(bot, number),
    onSuccess: () => botChanged(queries, bot),
  });
  if (versions.data === undefined) {
    return <QueryNotice query={versions} waiting={t("publish.reading")} failed={t("publish.failed")} />;
  }
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Block title={t("publish.history")}>
      {serving.error !== null && <Said problem>{problemInWords(serving.error, t)}</Said>}
      <ol className={classes.list}>
        {versions.data.map((version) => {
          const isLive = version.environments.includes("live");
          return (
            <li key={version.number}>
              <div className={classes.row}>
                <span className={classes.name}>{t("publish.version", { number: version.number })}</span>
                {isLive && <Tag>{t("publish.live")}</Tag>}
                <span className={classes.quiet}>
                  {time.format(new Date(version.at))} · {version.author}
                </span>
                {version.note !== "" && <span>{version.note}</span>}
                {!isLive && (
                  <Button
                    className={classes.end ?? ""}
                    size="compact-sm"
                    variant="light"
                    loading={serving.isPending && serving.variables === version.number}
                    onClick={() => serving.mutate(version.number)}
                  >
                    {t("publish.serve", { number: version.number })}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Block>
  );
}

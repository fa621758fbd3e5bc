import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";
import { useMay } from "@/lib/session/session-query";

import { restoreVersion, serveVersion, versionsQuery } from "../api";
import classes from "./publish.module.css";

/** What was published, newest first; users can meet any of it again. */
export function VersionList({ bot }: { bot: BotSummary }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const may = useMay();
  const versions = useQuery(versionsQuery(bot));
  const serving = useMutation({
    mutationFn: (number: number) => serveVersion(bot, number),
    onSuccess: () => botChanged(queries, bot),
  });
  const restoring = useMutation({
    mutationFn: (number: number) => restoreVersion(bot, number),
    onSuccess: () => botChanged(queries, bot),
  });
  const problem = serving.error ?? restoring.error;
  if (versions.data === undefined) {
    return <QueryNotice query={versions} waiting={t("publish.reading")} failed={t("publish.failed")} />;
  }
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Block title={t("publish.history")}>
      {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
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
                {may("publish", bot) && (
                  <Confirm
                    label={t("publish.restore")}
                    name={t("publish.restoreOne", { number: version.number })}
                    question={t("publish.restoreSure", { number: version.number })}
                    isPending={restoring.isPending && restoring.variables === version.number}
                    onConfirm={() => restoring.mutate(version.number)}
                  />
                )}
                {!isLive && may("publish", bot) && (
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

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { SecretOnce } from "@/components/secret-once";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";

import { keyQuery, newKey } from "../api";
import classes from "./channels.module.css";

/** The key with which programs answer for the bot, and whether they are connected. */
export function ProgramKey({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = useQuery(keyQuery(bot));
  const making = useMutation({
    mutationFn: () => newKey(bot),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyQuery(bot).queryKey }),
  });
  if (key.data === undefined) {
    return <QueryNotice query={key} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const { lastFour, connected } = key.data;
  return (
    <Block title={t("channels.programs")}>
      <p className={classes.hint}>{t("channels.programsHint")}</p>
      {making.data !== undefined && (
        <SecretOnce
          label={t("channels.newKey")}
          hint={t("channels.newKeyHint")}
          secret={making.data.apiKey}
        />
      )}
      {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
      <div className={classes.row}>
        <code>…{lastFour}</code>
        <Tag isBad={connected === 0}>{t("channels.connected", { count: connected })}</Tag>
        <span className={classes.end}>
          <Confirm
            label={t("channels.rotate")}
            question={t("channels.rotateSure")}
            isPending={making.isPending}
            onConfirm={() => making.mutate()}
          />
        </span>
      </div>
    </Block>
  );
}

import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Confirm } from "@/components/confirm";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";
import { botsQuery } from "@/lib/bots/bots-query";

import { detachBot, removeBot } from "../api";

/** Takes a bot out of its files, or out of the world. */
export function BotItself({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const detaching = useMutation({
    mutationFn: () => detachBot(bot),
    onSettled: () => botChanged(queries, bot),
  });
  const removing = useMutation({
    mutationFn: () => removeBot(bot),
    onSuccess: async () => {
      // At once, so that Studio does not go on with the bot that is gone.
      queries.setQueryData(botsQuery.queryKey, (bots) => bots?.filter((one) => one.id !== bot.id));
      await navigate("/");
      await queries.invalidateQueries({ queryKey: botsQuery.queryKey });
    },
  });
  const error = detaching.error ?? removing.error;
  return (
    <Block title={t("publish.itself")}>
      {bot.folder !== undefined && (
        <>
          <p>{t("publish.detachHint", { folder: bot.folder })}</p>
          <Button variant="light" loading={detaching.isPending} onClick={() => detaching.mutate()}>
            {t("publish.detach")}
          </Button>{" "}
        </>
      )}
      <Confirm
        label={t("publish.remove")}
        question={t("publish.removeSure", { title: bot.title || bot.name })}
        isPending={removing.isPending}
        onConfirm={() => removing.mutate()}
      />
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
    </Block>
  );
}

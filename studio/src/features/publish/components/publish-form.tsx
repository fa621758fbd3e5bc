import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { changesQuery, publish } from "../api";
import classes from "./publish.module.css";

/** Publishes the draft, with a word for the history. */
export function PublishForm({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const changes = useQuery(changesQuery(bot));
  const [note, setNote] = useState("");
  const publishing = useMutation({
    mutationFn: () => publish(bot, note.trim()),
    onSuccess: async () => {
      setNote("");
      await botChanged(queries, bot);
    },
  });
  const isSame = changes.data?.total === 0;
  return (
    <Block title={t("publish.now")}>
      <Changeable right="publish" ofDraft={false}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            publishing.mutate();
          }}
        >
          <TextInput
            className={classes.note ?? ""}
            label={t("publish.note")}
            placeholder={t("publish.notePlaceholder")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button type="submit" disabled={isSame} loading={publishing.isPending}>
            {t("publish.publish")}
          </Button>
        </form>
      </Changeable>
      {publishing.error !== null && <Said problem>{problemInWords(publishing.error, t)}</Said>}
      {publishing.error === null && isSame && (
        <Said>
          {publishing.data === undefined
            ? t("publish.same")
            : t("publish.done", { number: publishing.data.number })}
        </Said>
      )}
    </Block>
  );
}

import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { botChanged } from "@/lib/bots/bot-queries";
import { linesOf } from "@/lib/sentences/marks";

import { createIntent } from "../api";
import { useEditing } from "../editing";
import classes from "./fields.module.css";

/** A story names an intent that is not there: what users say for it makes it. */
export function NewIntent({ name }: { name: string }) {
  const { t } = useTranslation();
  const { bot, locale } = useEditing();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const making = useMutation({
    mutationFn: () => createIntent(bot, name, linesOf(typed), locale),
    onSettled: () => botChanged(queries, bot),
  });
  return (
    <div className={classes.newIntent} role="group" aria-label={t("story.newIntent", { name })}>
      <p className={classes.hint}>{t("story.intentMissing", { name })}</p>
      <Textarea
        aria-label={t("story.sentencesOf", { name })}
        placeholder={t("story.sentencesPlaceholder")}
        lang={locale}
        autosize
        minRows={2}
        maxRows={8}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button size="compact-sm" loading={making.isPending} onClick={() => making.mutate()}>
        {t("story.makeIntent", { name })}
      </Button>
      {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
    </div>
  );
}

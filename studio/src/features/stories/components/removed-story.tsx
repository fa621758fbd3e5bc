import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { UndoIcon } from "@/components/icons";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { createStory } from "../api";
import { lastRemoved, rememberRemoved } from "../removed";
import classes from "./story-list.module.css";

/** Says that a story was removed, and brings it back. */
export function RemovedStory({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => lastRemoved(bot.id));
  const bringing = useMutation({
    // Its labels are still there.
    mutationFn: (story: NonNullable<typeof draft>["story"]) => createStory(bot, story, {}),
    onSuccess: async () => {
      rememberRemoved(bot.id, undefined);
      setDraft(undefined);
      await botChanged(queries, bot);
    },
  });
  if (draft === undefined) return null;
  return (
    <div className={classes.removed}>
      <Said>{t("stories.removed", { name: draft.story.name })}</Said>
      <Button
        size="compact-md"
        variant="light"
        leftSection={<UndoIcon size={16} />}
        loading={bringing.isPending}
        onClick={() => bringing.mutate(draft.story)}
      >
        {t("stories.bringBack")}
      </Button>
      {bringing.error !== null && <Said problem>{problemInWords(bringing.error, t)}</Said>}
    </div>
  );
}

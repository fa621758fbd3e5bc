import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Said } from "@/components/said";
import { useFocus } from "@/components/use-focus";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { renameStory } from "../api";
import classes from "./story-editor.module.css";

interface RenameFormProps {
  bot: BotSummary;
  story: string;
  onClose: () => void;
}

/** Another name for a story, wherever it is named. */
export function RenameForm({ bot, story, onClose }: RenameFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(story);
  const focus = useFocus();
  const to = typed.trim().replaceAll(/\s+/g, "_");
  const renaming = useMutation({
    mutationFn: () => renameStory(bot, story, to),
    onSuccess: async () => {
      await botChanged(queries, bot);
      await navigate({ search: `?${new URLSearchParams({ story: to })}` });
    },
  });
  return (
    <form
      className={classes.rename}
      onSubmit={(event) => {
        event.preventDefault();
        if (to === story) onClose();
        else if (to !== "") renaming.mutate();
      }}
    >
      <TextInput ref={focus} label={t("story.newName")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <Button type="submit" loading={renaming.isPending}>
        {t("story.rename")}
      </Button>
      <Button variant="subtle" onClick={onClose}>
        {t("stories.cancel")}
      </Button>
      {renaming.error !== null && <Said problem>{problemInWords(renaming.error, t)}</Said>}
    </form>
  );
}

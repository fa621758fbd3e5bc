import { ActionIcon, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { RedoIcon, TrashIcon, UndoIcon } from "@/components/icons";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { removeStory } from "../api";
import type { StoryEditing } from "../use-story-editor";
import { RenameForm } from "./rename-form";
import classes from "./story-editor.module.css";

interface EditorBarProps {
  bot: BotSummary;
  editor: StoryEditing;
  mayWrite: boolean;
}

/** The story's name, and what one does with it as a whole. */
export function EditorBar({ bot, editor, mayWrite }: EditorBarProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isRenaming, setRenaming] = useState(false);
  const { story } = editor.now;
  const removing = useMutation({
    mutationFn: () => removeStory(bot, story.name, editor.stored.etag),
    onSuccess: async () => {
      await navigate({ search: "" }, { state: { leaving: true } });
      await botChanged(queries, bot);
    },
  });
  const error = editor.saving.error ?? removing.error;
  return (
    <>
      <div className={classes.bar}>
        <nav className={classes.where} aria-label={t("stories.heading")}>
          <Link to={{ search: "" }}>{t("stories.heading")}</Link>
          <span aria-hidden="true">›</span>
          <h1 className={classes.title}>{story.name}</h1>
        </nav>
        {mayWrite && (
          <>
        <output className={classes.state}>
          {t(editor.saving.isPending ? "story.saving" : editor.isChanged ? "story.unsaved" : "story.saved")}
        </output>
        <ActionIcon variant="subtle" aria-label={t("story.undo")} title={`${t("story.undo")} (Ctrl+Z)`} disabled={!editor.canUndo} onClick={editor.undo}>
          <UndoIcon />
        </ActionIcon>
        <ActionIcon variant="subtle" aria-label={t("story.redo")} title={`${t("story.redo")} (Ctrl+Shift+Z)`} disabled={!editor.canRedo} onClick={editor.redo}>
          <RedoIcon />
        </ActionIcon>
        <Button variant="default" disabled={editor.isChanged} onClick={() => setRenaming(!isRenaming)}>
          {t("story.rename")}
        </Button>
        <ActionIcon variant="subtle" aria-label={t("story.remove")} title={t("story.remove")} loading={removing.isPending} onClick={() => removing.mutate()}>
          <TrashIcon />
        </ActionIcon>
        <Button disabled={!editor.isChanged} loading={editor.saving.isPending} title="Ctrl+S" onClick={editor.save}>
          {t("story.save")}
        </Button>
          </>
        )}
      </div>
      {isRenaming && <RenameForm bot={bot} story={story.name} onClose={() => setRenaming(false)} />}
      {error !== null && editor.conflict === undefined && (
        <div className={classes.said}>
          <Said problem>{problemInWords(error, t)}</Said>
        </div>
      )}
    </>
  );
}

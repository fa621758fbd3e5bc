import { ActionIcon } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { DownIcon, UpIcon } from "@/components/icons";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { placeStory } from "../api";
import classes from "./story-list.module.css";

/** A place in the list: before a story, or at its end. */
export type Place = { before: string } | "last";

interface StoryMoveProps {
  bot: BotSummary;
  story: string;
  /** Where it goes up and down; absent: it is the first, or the last one that is shown. */
  up: Place | undefined;
  down: Place | undefined;
}

/** Moves a story in the order in which stories are read. */
export function StoryMove({ bot, story, up, down }: StoryMoveProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const moving = useMutation({
    mutationFn: (place: Place) => placeStory(bot, story, place),
    onSettled: () => botChanged(queries, bot),
  });
  const arrow = (label: string, place: Place | undefined, Icon: typeof UpIcon) => (
    <ActionIcon
      variant="subtle"
      size="sm"
      aria-label={label}
      title={label}
      disabled={place === undefined || moving.isPending}
      onClick={() => place !== undefined && moving.mutate(place)}
    >
      <Icon size={15} />
    </ActionIcon>
  );
  return (
    <span className={classes.move}>
      {arrow(t("stories.up", { name: story }), up, UpIcon)}
      {arrow(t("stories.down", { name: story }), down, DownIcon)}
      {moving.error !== null && <Said problem>{problemInWords(moving.error, t)}</Said>}
    </span>
  );
}

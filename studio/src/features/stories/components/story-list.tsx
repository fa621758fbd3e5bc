import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { useObstacle } from "@/components/changeable";
import { PlusIcon, StoryIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary, StoryOutline } from "@/lib/api/types";

import { storiesQuery } from "../api";
import { NewStoryForm } from "./new-story-form";
import classes from "./story-list.module.css";
import { StoryMove } from "./story-move";

/** All stories, in their order, page by page. */
export function StoryList({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const mayWrite = useObstacle("author") === undefined;
  const isNew = mayWrite && params.has("new");
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search, 200);
  const stories = useInfiniteQuery({ ...storiesQuery(bot, wanted), placeholderData: keepPreviousData });
  const rows = stories.data?.pages.flatMap((page) => page.items) ?? [];
  const total = stories.data?.pages[0]?.total ?? 0;
  return (
    <Page
      title={t("stories.heading")}
      hint={t("stories.hint")}
      tools={
        mayWrite && (
          <Button leftSection={<PlusIcon />} onClick={() => setParams({ new: "" })}>
            {t("stories.new")}
          </Button>
        )
      }
    >
      {isNew && <NewStoryForm bot={bot} onClose={() => setParams({})} />}
      <div className={classes.filter}>
        <TextInput
          className={classes.search ?? ""}
          aria-label={t("stories.search")}
          placeholder={t("stories.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <output className={classes.total}>{t("stories.total", { count: total })}</output>
      </div>
      {stories.data === undefined && (
        <QueryNotice query={stories} waiting={t("stories.reading")} failed={t("stories.failed")} />
      )}
      {stories.data !== undefined && rows.length === 0 && (
        <Notice icon={<StoryIcon size={24} />} title={t(wanted ? "stories.notFoundTitle" : "stories.noneTitle")}>
          <p>{t(wanted ? "stories.notFound" : "stories.none")}</p>
        </Notice>
      )}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((story, at) => (
            <StoryRow
              key={story.name}
              story={story}
              // Among those that were searched for, nobody sees between which ones it would come.
              bot={mayWrite && wanted === "" ? bot : undefined}
              above={rows[at - 1]?.name}
              below={rows[at + 1]?.name}
              afterBelow={rows[at + 2]?.name}
              isAll={!stories.hasNextPage}
            />
          ))}
        </ul>
      )}
      {stories.hasNextPage && (
        <Button variant="light" loading={stories.isFetchingNextPage} onClick={() => void stories.fetchNextPage()}>
          {t("stories.more")}
        </Button>
      )}
    </Page>
  );
}

interface StoryRowProps {
  story: StoryOutline;
  /** Absent: it cannot be moved. */
  bot: BotSummary | undefined;
  above: string | undefined;
  below: string | undefined;
  afterBelow: string | undefined;
  /** Whether the last story that is shown is the last one. */
  isAll: boolean;
}

const StoryRow = memo(function StoryRow({ story, bot, above, below, afterBelow, isAll }: StoryRowProps) {
  const { t } = useTranslation();
  const end = isAll && below !== undefined ? "last" : undefined;
  const { name, description, starters, kind, steps, category, disabled } = story;
  return (
    <li className={classes.row} data-disabled={disabled}>
      <Link className={classes.name} to={{ search: `?${new URLSearchParams({ story: name })}` }}>
        {name}
      </Link>
      <span className={classes.description}>{description}</span>
      <span className={classes.tags}>
        {kind !== "intent" && <span className={classes.kind}>{t(`story.startKinds.${kind}`)}</span>}
        {starters.map((intent) => (
          <code key={intent} className={classes.starter}>
            {intent}
          </code>
        ))}
        {steps > 0 && <span className={classes.tag}>{t("stories.steps", { count: steps })}</span>}
        {category !== "" && <span className={classes.tag}>{category}</span>}
        {disabled && <span className={classes.tag}>{t("stories.off")}</span>}
        {bot !== undefined && (
          <StoryMove
            bot={bot}
            story={name}
            up={above === undefined ? undefined : { before: above }}
            down={afterBelow === undefined ? end : { before: afterBelow }}
          />
        )}
      </span>
    </li>
  );
});

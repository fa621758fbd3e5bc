import { Button, Checkbox, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { EnvironmentNote } from "@/components/environment-note";
import { SearchIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary } from "@/lib/api/types";
import { useEnvironment } from "@/lib/environment/environment";

import { conversationsQuery, KINDS } from "./api";
import classes from "./conversations.module.css";

interface ConversationListProps {
  bot: BotSummary;
  chosen: string | null;
  /** What the address says: `kind`, `search`, `from`, `until`, `tests`. */
  params: URLSearchParams;
  onFilter: (name: string, value: string) => void;
  onChoose: (id: string) => void;
}

/** The conversations, by what was said, when, and how it went. */
export function ConversationList({ bot, chosen, params, onFilter, onChoose }: ConversationListProps) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState(params.get("search") ?? "");
  const [wanted] = useDebouncedValue(search, 250);
  const filter = {
    kind: KINDS.find((kind) => kind === params.get("kind")) ?? "all",
    search: wanted,
    from: params.get("from") ?? "",
    until: params.get("until") ?? "",
    tests: params.get("tests") === "true",
    environment: useEnvironment(bot),
  } as const;
  const query = useInfiniteQuery({
    ...conversationsQuery(bot, filter),
    placeholderData: keepPreviousData,
  });
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "short", timeStyle: "short" });
  return (
    <div className={classes.list}>
      <h1 className={classes.title}>{t("conversations.heading")}</h1>
      <TextInput
        aria-label={t("conversations.search")}
        placeholder={t("conversations.search")}
        leftSection={<SearchIcon size={16} />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          onFilter("search", event.currentTarget.value);
        }}
      />
      <Choices
        label={t("conversations.which")}
        value={filter.kind}
        choices={KINDS.map((kind) => ({ value: kind, text: t(`conversationKind.${kind}`) }))}
        onChange={(kind) => onFilter("kind", kind === "all" ? "" : kind)}
      />
      <div className={classes.days}>
        {(["from", "until"] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            size="xs"
            label={t(`conversationDay.${name}`)}
            value={filter[name]}
            onChange={(event) => onFilter(name, event.currentTarget.value)}
          />
        ))}
      </div>
      <Checkbox
        size="xs"
        label={t("conversations.tests")}
        checked={filter.tests}
        onChange={(event) => onFilter("tests", event.currentTarget.checked ? "true" : "")}
      />
      <EnvironmentNote bot={bot} />
      {query.data === undefined && (
        <QueryNotice
          query={query}
          waiting={t("conversations.reading")}
          failed={t("conversations.failed")}
        />
      )}
      {query.data !== undefined && found.length === 0 && (
        <Notice icon={<SearchIcon size={24} />} title={t("conversations.noneTitle")}>
          <p>{t("conversations.none")}</p>
        </Notice>
      )}
      <ul className={classes.items} aria-label={t("conversations.heading")}>
        {found.map((conversation) => (
          <li key={conversation.id}>
            <button
              type="button"
              className={classes.item}
              aria-current={conversation.id === chosen ? "true" : undefined}
              onClick={() => onChoose(conversation.id)}
            >
              <span className={classes.opening}>
                {conversation.opening ?? t("conversations.wordless")}
              </span>
              <span className={classes.facts}>
                <span className={classes.user}>{conversation.user}</span>
                <span>{t("conversations.said", { count: conversation.saidCount })}</span>
                <time dateTime={conversation.changedAt}>
                  {time.format(new Date(conversation.changedAt))}
                </time>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="light"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("conversations.more")}
        </Button>
      )}
    </div>
  );
}

import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { AlertIcon, BubbleIcon, RetryIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { problemInWords } from "@/lib/api/problem-words";

import { botsQuery } from "../api/get-bots";
import { localeFor, nameOf } from "../bot-names";
import { TalkWithBot } from "./talk-with-bot";

/** Talk to a bot and see what it understands. The address says which bot, in which language. */
export function TalkPage() {
  const { t, i18n } = useTranslation();
  const [params, setParams] = useSearchParams();
  const bots = useQuery(botsQuery);

  // A list that cannot be read again is still the list: the conversation goes on with it.
  if (bots.data === undefined) {
    if (bots.error === null) {
      return (
        <Notice icon={<Loader size={22} />} title={t("bots.loading")}>
          {null}
        </Notice>
      );
    }
    return (
      <Notice icon={<AlertIcon size={24} />} title={t("bots.failedTitle")} problem>
        <p>{problemInWords(bots.error, t)}</p>
        <Button
          leftSection={<RetryIcon />}
          loading={bots.isFetching}
          onClick={() => void bots.refetch()}
        >
          {t("problem.retry")}
        </Button>
      </Notice>
    );
  }
  const bot = bots.data.find((bot) => nameOf(bot) === params.get("bot")) ?? bots.data[0];
  if (bot === undefined) {
    return (
      <Notice icon={<BubbleIcon size={24} />} title={t("bots.emptyTitle")}>
        <p>{t("bots.empty")}</p>
        <pre tabIndex={0}>
          {"palabre serve --bot bots/gare\npalabre import tock application-dump.json"}
        </pre>
        <Button
          leftSection={<RetryIcon />}
          loading={bots.isFetching}
          onClick={() => void bots.refetch()}
        >
          {t("problem.retry")}
        </Button>
      </Notice>
    );
  }
  const change = (name: string, value: string) => {
    setParams(
      (params) => {
        params.set(name, value);
        return params;
      },
      { replace: true },
    );
  };
  return (
    <TalkWithBot
      key={bot.id}
      bot={bot}
      bots={bots.data}
      locale={localeFor(bot, params.get("lang") ?? i18n.language)}
      onBot={(name) => change("bot", name)}
      onLocale={(locale) => change("lang", locale)}
    />
  );
}

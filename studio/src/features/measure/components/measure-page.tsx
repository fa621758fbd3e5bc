import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { EnvironmentNote } from "@/components/environment-note";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";
import { channelsQuery } from "@/lib/channels/channels-query";
import { countsQuery } from "@/lib/counts/counts-query";
import { dayAfter } from "@/lib/counts/days";
import { useToday } from "@/lib/counts/use-today";
import { csvOf } from "@/lib/csv";
import { download } from "@/lib/download";
import { useEnvironment } from "@/lib/environment/environment";

import { CountsView } from "./counts-view";
import classes from "./measure.module.css";

/** Days that are shown at first. */
const DAYS = 30;

/** How much was said, by whom, about what, and how much of it was not understood. */
export function MeasurePage() {
  const { t } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const today = useToday();
  const to = params.get("to") ?? today;
  const from = params.get("from") ?? dayAfter(to, 1 - DAYS);
  const channel = params.get("channel") ?? "";
  const environment = useEnvironment(bot);
  const channels = useQuery(channelsQuery(bot));
  const counts = useQuery(countsQuery(bot, { from, to, channel, environment }));
  const set = (name: string, value: string) =>
    setParams((old) => {
      if (value === "") old.delete(name);
      else old.set(name, value);
      return old;
    }, { replace: true });
  const pathOfChannel = (id: string) => channels.data?.find((one) => one.id === id)?.path ?? id;
  const save = () => {
    const head = ["day", "channel", "turns", "users", "sentences", "unknown", "up", "down"];
    const rows = (counts.data?.days ?? []).map((day) => [
      day.day,
      pathOfChannel(day.channel),
      day.turns,
      day.users,
      day.sentences,
      day.unknown,
      day.up,
      day.down,
    ]);
    download(`${bot.name}-${from}-${to}.csv`, "text/csv", csvOf([head, ...rows]));
  };
  return (
    <Page
      title={t("measure.heading")}
      hint={t("measure.hint")}
      tools={
        <Button variant="light" disabled={counts.data === undefined} onClick={save}>
          {t("measure.csv")}
        </Button>
      }
    >
      <Block title={t("measure.which")}>
        <div className={classes.filters}>
          <TextInput
            type="date"
            label={t("measure.from")}
            max={to}
            value={from}
            onChange={(event) => set("from", event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t("measure.to")}
            min={from}
            value={to}
            onChange={(event) => set("to", event.currentTarget.value)}
          />
          <NativeSelect
            label={t("measure.channel")}
            value={channel}
            onChange={(event) => set("channel", event.currentTarget.value)}
            data={[
              { value: "", label: t("measure.allChannels") },
              ...(channels.data ?? [])
                .filter((one) => environment === undefined || one.environment === environment)
                .map(({ id, path }) => ({ value: id, label: path })),
            ]}
          />
        </div>
        <EnvironmentNote bot={bot} />
      </Block>
      {counts.data === undefined ? (
        <QueryNotice query={counts} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : (
        <CountsView counts={counts.data} from={from} to={to} pathOfChannel={pathOfChannel} />
      )}
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { DayBars } from "@/components/day-bars";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Tiles } from "@/components/tiles";
import type { BotSummary } from "@/lib/api/types";
import { countsQuery } from "@/lib/counts/counts-query";
import { dayAfter, daysOf } from "@/lib/counts/days";
import { useToday } from "@/lib/counts/use-today";
import { useTimes } from "@/lib/i18n/times";

import { healthQuery } from "../api";

/** Days that are shown. */
const DAYS = 14;

/** How much was said lately, and whether the platform is well. */
export function Traffic({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const times = useTimes();
  const to = useToday();
  const span = { from: dayAfter(to, 1 - DAYS), to };
  const counts = useQuery(countsQuery(bot, span));
  const health = useQuery(healthQuery);
  if (counts.data === undefined) {
    return <QueryNotice query={counts} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const { total, days } = counts.data;
  const bars = daysOf(span.from, span.to).map((day) => {
    const value = days.filter((one) => one.day === day).reduce((sum, { turns }) => sum + turns, 0);
    return { day, value, text: t("measure.dayTurns", { day: times.day(day), count: value }) };
  });
  return (
    <Block title={t("home.traffic", { count: DAYS })}>
      <Tiles
        tiles={[
          { label: t("measure.turns"), value: times.number(total.turns) },
          { label: t("measure.users"), value: times.number(total.users) },
          { label: t("measure.unknown"), value: times.share(total.unknown, total.sentences) },
        ]}
      />
      <DayBars label={t("measure.perDay")} days={bars} />
      {health.data !== undefined && (
        <Said problem={!health.data.ready}>
          {health.data.ready ? t("home.healthy") : health.data.problems.join("\n")}
        </Said>
      )}
    </Block>
  );
}

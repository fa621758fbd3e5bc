import { useTranslation } from "react-i18next";

import { DayBars } from "@/components/day-bars";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { Table } from "@/components/table";
import { Tiles } from "@/components/tiles";
import type { Counts } from "@/lib/api/types";
import { daysOf } from "@/lib/counts/days";
import { useTimes } from "@/lib/i18n/times";

import { channelSums } from "../sums";
import { Ranking } from "./ranking";

interface CountsViewProps {
  counts: Counts;
  from: string;
  to: string;
  pathOfChannel: (id: string) => string;
}

/** Figures of a span: in all, by day, by channel, by intent, by story. */
export function CountsView({ counts, from, to, pathOfChannel }: CountsViewProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { total, days, intents, stories } = counts;
  if (total.turns === 0) return <Said>{t("measure.nothing")}</Said>;
  const bars = daysOf(from, to).map((day) => {
    const value = days.filter((one) => one.day === day).reduce((sum, { turns }) => sum + turns, 0);
    return { day, value, text: t("measure.dayTurns", { day: times.day(day), count: value }) };
  });
  return (
    <>
      <Block title={t("measure.inAll")}>
        <Tiles
          tiles={[
            { label: t("measure.turns"), value: times.number(total.turns) },
            { label: t("measure.users"), value: times.number(total.users) },
            { label: t("measure.sentences"), value: times.number(total.sentences) },
            { label: t("measure.unknown"), value: times.share(total.unknown, total.sentences) },
            { label: t("measure.up"), value: times.number(total.up) },
            { label: t("measure.down"), value: times.number(total.down) },
          ]}
        />
      </Block>
      <Block title={t("measure.perDay")}>
        <DayBars label={t("measure.perDay")} days={bars} />
      </Block>
      <Block title={t("measure.byChannel")}>
        <Table
          label={t("measure.byChannel")}
          columns={[
            t("measure.channel"),
            t("measure.turns"),
            t("measure.sentences"),
            t("measure.unknown"),
            t("measure.up"),
            t("measure.down"),
          ]}
          numbers={5}
        >
          {channelSums(days).map(({ channel, turns, sentences, unknown, up, down }) => (
            <tr key={channel}>
              <td>{pathOfChannel(channel)}</td>
              <td data-number>{times.number(turns)}</td>
              <td data-number>{times.number(sentences)}</td>
              <td data-number>{times.share(unknown, sentences)}</td>
              <td data-number>{times.number(up)}</td>
              <td data-number>{times.number(down)}</td>
            </tr>
          ))}
        </Table>
      </Block>
      <Ranking title={t("measure.intents")} what={t("measure.intent")} counts={intents} />
      <Ranking title={t("measure.stories")} what={t("measure.story")} counts={stories} />
    </>
  );
}

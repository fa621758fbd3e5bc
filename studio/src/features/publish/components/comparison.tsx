import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary } from "@/lib/api/types";

import { compareQuery, versionsQuery } from "../api";
import { ChangesView } from "./change-view";
import classes from "./publish.module.css";

/** What differs between two versions, or between a version and the draft. */
export function Comparison({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const versions = useQuery(versionsQuery(bot));
  const [chosen, setChosen] = useState<number>();
  const [other, setOther] = useState("draft");
  const version = chosen ?? versions.data?.[0]?.number;
  const compared = useQuery({
    ...compareQuery(bot, version ?? 0, other),
    enabled: chosen !== undefined,
  });
  if (versions.data === undefined || version === undefined) return null;
  const named = versions.data.map(({ number }) => ({
    value: String(number),
    label: t("publish.version", { number }),
  }));
  return (
    <Block title={t("publish.compare")}>
      <div className={classes.form}>
        <NativeSelect
          label={t("publish.compareFrom")}
          data={[{ value: "", label: t("publish.choose") }, ...named]}
          value={chosen === undefined ? "" : String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value) || undefined)}
        />
        <NativeSelect
          label={t("publish.compareWith")}
          data={[{ value: "draft", label: t("publish.draft") }, ...named]}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
      </div>
      {chosen !== undefined &&
        (compared.data === undefined ? (
          <QueryNotice query={compared} waiting={t("publish.reading")} failed={t("publish.failed")} />
        ) : (
          <ChangesView changes={compared.data} same={t("publish.equal")} />
        ))}
    </Block>
  );
}

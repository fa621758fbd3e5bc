import { Button, Loader } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { ChartIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { botChanged } from "@/lib/bots/bot-queries";
import { useBot } from "@/lib/bots/current-bot";
import { latestEvaluationQuery } from "@/lib/bots/latest-evaluation";

import { headQuery, measure } from "../api";
import { ConfusionList } from "./confusion-list";
import { ThresholdForm } from "./threshold-form";
import classes from "./threshold.module.css";

/** How sure the bot must be to answer: what each threshold would bring, and what is confused. */
export function ThresholdPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const queries = useQueryClient();
  const latest = useQuery(latestEvaluationQuery(bot));
  const head = useQuery(headQuery(bot));
  const measuring = useMutation({ mutationFn: () => measure(bot), onSettled: () => botChanged(queries, bot) });
  if (latest.data === undefined || head.data === undefined) {
    const query = latest.data === undefined ? latest : head;
    return <QueryNotice query={query} waiting={t("threshold.reading")} failed={t("threshold.failed")} />;
  }
  const { evaluation, running } = latest.data;
  const again = (
    <Changeable right="train" ofDraft={false} quiet={evaluation !== null}>
      <Button disabled={running !== null} loading={measuring.isPending} onClick={() => measuring.mutate()}>
        {t(evaluation === null ? "threshold.measureFirst" : "threshold.measure")}
      </Button>
    </Changeable>
  );
  return (
    <Page title={t("threshold.heading")} hint={t("threshold.hint")} tools={evaluation && again}>
      {measuring.error !== null && <Said problem>{problemInWords(measuring.error, t)}</Said>}
      {running && (
        <p className={classes.running} role="status">
          <Loader size={16} />
          {t("threshold.running")}
          <progress max={Math.max(1, running.total)} value={running.done} aria-label={t("threshold.running")} />
        </p>
      )}
      {evaluation === null && running === null && (
        <Notice icon={<ChartIcon size={24} />} title={t("threshold.noneTitle")}>
          <p>{t("threshold.none")}</p>
          {again}
        </Notice>
      )}
      {evaluation && (
        <>
          <Block title={t("threshold.threshold")}>
            {evaluation.rejection ? (
              <ThresholdForm key={head.data.etag} bot={bot} head={head.data} curve={evaluation.rejection} />
            ) : (
              <p className={classes.hint}>{t("threshold.noCurve")}</p>
            )}
          </Block>
          <Block title={t("threshold.confusions")}>
            <ConfusionList bot={bot} confusions={evaluation.confusions} />
          </Block>
          {evaluation.near_duplicates.length > 0 && (
            <Block title={t("threshold.duplicates")}>
              <ul className={classes.pairs}>
                {evaluation.near_duplicates.slice(0, 30).map(({ first, second }) => (
                  <li key={`${first.text} ${second.text}`}>
                    “{first.text}” <code>{first.intent ?? t("talk.unknown")}</code> · “{second.text}”{" "}
                    <code>{second.intent ?? t("talk.unknown")}</code>
                  </li>
                ))}
              </ul>
            </Block>
          )}
        </>
      )}
    </Page>
  );
}

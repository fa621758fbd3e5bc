import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { Progress } from "@/components/progress";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Job } from "@/lib/api/types";
import { cancelJob, isUnderWay } from "@/lib/bots/jobs-query";

import { evaluationQuery, evaluationsQuery } from "./api";
import classes from "./evaluations.module.css";
import { ResultView } from "./result-view";

interface EvaluationViewProps {
  bot: BotSummary;
  id: string;
}

/** An evaluation: how far it is, then what it measured. */
export function EvaluationView({ bot, id }: EvaluationViewProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const evaluation = useQuery(evaluationQuery(bot, id));
  const state = evaluation.data?.job.state;
  const before = useRef(state);
  useEffect(() => {
    // The list beside it says the same.
    if (before.current !== undefined && before.current !== state) {
      void queries.invalidateQueries({ queryKey: evaluationsQuery(bot).queryKey });
    }
    before.current = state;
  }, [queries, bot, state]);
  if (evaluation.data === undefined) {
    return (
      <QueryNotice
        query={evaluation}
        waiting={t("evaluations.reading")}
        failed={t("evaluations.failed")}
      />
    );
  }
  const { job, result } = evaluation.data;
  if (isUnderWay(job)) return <UnderWay bot={bot} job={job} />;
  if (result == null) {
    return <Said problem>{job.problem?.detail ?? t(`jobState.${job.state}`)}</Said>;
  }
  return <ResultView bot={bot} result={result} />;
}

function UnderWay({ bot, job }: { bot: BotSummary; job: Job }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const stopping = useMutation({
    mutationFn: () => cancelJob(bot.namespace, job.id),
    onSettled: () => queries.invalidateQueries({ queryKey: evaluationQuery(bot, job.id).queryKey }),
  });
  return (
    <Block title={t("evaluations.underWay")}>
      <div className={classes.form}>
        <Progress label={t("evaluations.underWay")} done={job.done} total={job.total} />
        <span role="status">{t("jobs.far", { done: job.done, total: job.total })}</span>
        <Button variant="default" loading={stopping.isPending} onClick={() => stopping.mutate()}>
          {t("jobs.cancel")}
        </Button>
      </div>
      {stopping.error !== null && <Said problem>{problemInWords(stopping.error, t)}</Said>}
    </Block>
  );
}

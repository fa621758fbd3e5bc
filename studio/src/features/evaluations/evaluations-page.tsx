import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { GaugeIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";

import { evaluationsQuery } from "./api";
import { EvaluationForm } from "./evaluation-form";
import { EvaluationView } from "./evaluation-view";
import classes from "./evaluations.module.css";

/** Evaluations that are listed. */
const LISTED_MAX = 8;

/** How good the bot's understanding is. The address says which evaluation is shown. */
export function EvaluationsPage() {
  const { t, i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const evaluations = useQuery(evaluationsQuery(bot));
  if (evaluations.data === undefined) {
    return (
      <QueryNotice
        query={evaluations}
        waiting={t("evaluations.reading")}
        failed={t("evaluations.failed")}
      />
    );
  }
  const shown = params.get("evaluation") ?? evaluations.data[0]?.id;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <Page title={t("evaluations.heading")} hint={t("evaluations.hint")}>
      <EvaluationForm bot={bot} onStarted={(evaluation) => setParams({ evaluation })} />
      {evaluations.data.length === 0 && (
        <Notice icon={<GaugeIcon size={24} />} title={t("evaluations.noneTitle")}>
          <p>{t("evaluations.none")}</p>
        </Notice>
      )}
      {evaluations.data.length > 0 && (
        <Block title={t("evaluations.earlier")}>
          <ul className={classes.earlier}>
            {evaluations.data.slice(0, LISTED_MAX).map((job) => (
              <li key={job.id}>
                <button
                  type="button"
                  className={classes.job}
                  aria-current={job.id === shown ? "true" : undefined}
                  onClick={() => setParams({ evaluation: job.id })}
                >
                  {time.format(new Date(job.createdAt))}
                  <span className={classes.quiet}>{t(`jobState.${job.state}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </Block>
      )}
      {shown !== undefined && <EvaluationView key={shown} bot={bot} id={shown} />}
    </Page>
  );
}

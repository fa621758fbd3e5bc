import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { jobsQuery } from "@/lib/jobs/jobs-query";

import classes from "./job-progress.module.css";

/** Long work that goes on in the background, and how far it is; otherwise nothing. */
export function JobProgress() {
  const { t } = useTranslation();
  const { namespace = "" } = useParams();
  const jobs = useQuery({ ...jobsQuery(namespace), enabled: namespace !== "" });
  const [job, ...others] = (jobs.data ?? []).filter(
    ({ state }) => state === "running" || state === "waiting",
  );
  if (job === undefined) return null;
  const name = t(`jobs.kinds.${job.kind as "evaluation"}`, job.kind);
  return (
    <span className={classes.job} role="status">
      {others.length === 0 ? name : t("jobs.andMore", { name, count: others.length })}
      <progress
        aria-label={name}
        className={classes.progress}
        {...(job.total > 0 && { value: job.done, max: job.total })}
      />
    </span>
  );
}

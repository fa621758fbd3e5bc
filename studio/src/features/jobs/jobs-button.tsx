import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { GearIcon } from "@/components/icons";
import { Progress } from "@/components/progress";
import type { Job } from "@/lib/api/types";
import { useMay } from "@/lib/session/session-query";
import { cancelJob, isUnderWay, jobsKey, jobsQuery } from "@/lib/bots/jobs-query";

import classes from "./jobs.module.css";

/** Jobs that are shown. */
const SHOWN_MAX = 10;

/** Long work of the namespace, with how far it is. Nothing is shown where there is none. */
export function JobsButton({ namespace }: { namespace: string }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const mayStop = useMay()("train", { namespace });
  const { data: jobs = [] } = useQuery({ ...jobsQuery(namespace), retry: false });
  const [isOpen, setOpen] = useState(false);
  const self = useRef<HTMLDivElement>(null);
  const stopping = useMutation({
    mutationFn: (id: string) => cancelJob(namespace, id),
    onSettled: () => queries.invalidateQueries({ queryKey: jobsKey(namespace) }),
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event) => {
      const isOutside = event instanceof PointerEvent && !self.current?.contains(event.target as Node);
      if (isOutside || (event instanceof KeyboardEvent && event.key === "Escape")) setOpen(false);
    };
    globalThis.addEventListener("pointerdown", close);
    globalThis.addEventListener("keydown", close);
    return () => {
      globalThis.removeEventListener("pointerdown", close);
      globalThis.removeEventListener("keydown", close);
    };
  }, [isOpen]);

  if (jobs.length === 0) return null;
  const busy = jobs.filter(isUnderWay);
  // Kinds that Studio does not know yet are shown as the server calls them.
  const nameOf = ({ kind }: Job) => t(`jobKind.${kind as "evaluation"}`, kind);
  const [first] = busy;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short", dateStyle: "short" });
  return (
    <div ref={self} className={classes.jobs}>
      <Button
        className={classes.open ?? ""}
        variant="default"
        aria-expanded={isOpen}
        title={t("jobs.heading")}
        leftSection={<GearIcon size={16} />}
        onClick={() => setOpen(!isOpen)}
      >
        {busy.length > 0 ? t("jobs.busy", { count: busy.length }) : t("jobs.heading")}
        {first !== undefined && (
          <span className={classes.inButton}>
            <Progress label={nameOf(first)} done={first.done} total={first.total} />
          </span>
        )}
      </Button>
      {isOpen && (
        <section className={classes.panel} aria-label={t("jobs.heading")}>
          <ul>
            {jobs.slice(0, SHOWN_MAX).map((job) => (
              <li key={job.id}>
                <div className={classes.row}>
                  <span className={classes.kind}>{nameOf(job)}</span>
                  <span className={classes.quiet}>{t(`jobState.${job.state}`)}</span>
                  <time className={classes.quiet} dateTime={job.createdAt}>
                    {time.format(new Date(job.createdAt))}
                  </time>
                </div>
                {isUnderWay(job) && (
                  <div className={classes.row}>
                    <Progress
                      label={t("jobs.far", { done: job.done, total: job.total })}
                      done={job.done}
                      total={job.total}
                    />
                    {mayStop && (
                      <Button size="compact-xs" variant="subtle" onClick={() => stopping.mutate(job.id)}>
                        {t("jobs.cancel")}
                      </Button>
                    )}
                  </div>
                )}
                {job.problem != null && <p className={classes.bad}>{job.problem.detail}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

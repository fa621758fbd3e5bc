import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Progress } from "@/components/progress";

import classes from "./tests.module.css";
import type { useRun } from "./use-run";

interface RunBarProps {
  run: ReturnType<typeof useRun>;
  count: number;
  onStart: () => void;
}

/** Runs all tests, and says how far it is and how it went. */
export function RunBar({ run, count, onStart }: RunBarProps) {
  const { t } = useTranslation();
  const reports = [...run.reports.values()];
  const failed = reports.filter(({ differences }) => differences.length > 0).length;
  return (
    <div className={classes.bar}>
      {run.isRunning ? (
        <Button variant="default" onClick={run.stop}>
          {t("tests.stop")}
        </Button>
      ) : (
        <Button disabled={count === 0} onClick={onStart}>
          {t("tests.runAll", { count })}
        </Button>
      )}
      {run.isRunning && (
        <Progress label={t("tests.progress")} done={run.done} total={run.total} />
      )}
      <span role="status" className={classes.quiet}>
        {run.isRunning && t("tests.far", { done: run.done, total: run.total })}
        {!run.isRunning &&
          reports.length > 0 &&
          [
            t("tests.passed", { count: reports.length - failed }),
            t("tests.broken", { count: failed }),
          ].join(" ")}
      </span>
    </div>
  );
}

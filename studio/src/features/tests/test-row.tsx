import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";
import type { BotSummary } from "@/lib/api/types";

import type { KeptTest, TestReport } from "./api";
import { Differences } from "./differences";
import { TestEditor } from "./test-editor";
import classes from "./tests.module.css";

interface TestRowProps {
  bot: BotSummary;
  test: KeptTest;
  report: TestReport | undefined;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onRun: () => void;
}

/** A test: how it went, and what it says when it is open. */
export function TestRow({ bot, test, report, isOpen, onOpen, onRun }: TestRowProps) {
  const { t } = useTranslation();
  const state = report && (report.differences.length === 0 ? "passed" : "failed");
  return (
    <li className={classes.test}>
      <div className={classes.row}>
        <button
          type="button"
          className={classes.open}
          aria-expanded={isOpen}
          onClick={() => onOpen(!isOpen)}
        >
          <span className={classes.name}>{test.name}</span>
          <span className={classes.quiet}>
            {languageName(test.locale)} · {t("tests.exchanges", { count: test.exchanges.length })}
          </span>
        </button>
        {state !== undefined && (
          <span className={classes.state} data-state={state}>
            {t(`testState.${state}`)}
          </span>
        )}
        <Button size="compact-sm" variant="light" onClick={onRun}>
          {t("tests.run")}
        </Button>
      </div>
      {report !== undefined && <Differences differences={report.differences} isOpen={isOpen} />}
      {isOpen && (
        <TestEditor
          key={test.etag}
          bot={bot}
          test={test}
          kept={test}
          onClose={() => onOpen(false)}
        />
      )}
    </li>
  );
}

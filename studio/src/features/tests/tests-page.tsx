import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Changeable } from "@/components/changeable";
import { Choices } from "@/components/choices";
import { CheckIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";

import { ENVIRONMENTS, type Environment, type KeptTest, testsQuery } from "./api";
import { newTest } from "./exchanges";
import { RunBar } from "./run-bar";
import { TestEditor } from "./test-editor";
import { TestRow } from "./test-row";
import classes from "./tests.module.css";
import { useRun } from "./use-run";

/** Conversations that must go as written. The address says which one is open. */
export function TestsPage() {
  const { t, i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const [environment, setEnvironment] = useState<Environment>("draft");
  const [name, setName] = useState("");
  const tests = useQuery(testsQuery(bot));
  const run = useRun(bot);
  const open = params.get("test");
  const go = (test: string | null) => setParams(test === null ? {} : { test });
  if (tests.data === undefined) {
    return <QueryNotice query={tests} waiting={t("tests.reading")} failed={t("tests.failed")} />;
  }
  const fails = (test: KeptTest) => (run.reports.get(test.name)?.differences.length ?? 0) > 0;
  // What failed comes first, once all are run.
  const shown = run.isRunning
    ? tests.data
    : tests.data.toSorted((a, b) => Number(fails(b)) - Number(fails(a)));
  const isNew = open !== null && tests.data.every((test) => test.name !== open);
  const close = () => go(null);
  return (
    <Page
      title={t("tests.heading")}
      hint={t("tests.hint")}
      tools={
        <Choices
          label={t("tests.on")}
          value={environment}
          choices={ENVIRONMENTS.map((value) => ({ value, text: t(`testEnvironment.${value}`) }))}
          onChange={setEnvironment}
        />
      }
    >
      <RunBar
        run={run}
        count={tests.data.length}
        onStart={() => void run.start(environment, tests.data.map((test) => test.name))}
      />
      {run.error !== null && <Said problem>{problemInWords(run.error, t)}</Said>}
      <Changeable right="author">
        <form
          className={classes.make}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") go(name.trim());
            setName("");
          }}
        >
          <TextInput
            aria-label={t("tests.name")}
            placeholder={t("tests.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="light" disabled={name.trim() === ""}>
            {t("tests.make")}
          </Button>
        </form>
      </Changeable>
      {isNew && (
        <section className={classes.new} aria-label={open}>
          <h2 className={classes.name}>{open}</h2>
          <TestEditor
            key={open}
            bot={bot}
            test={newTest(open, localeFor(bot, i18n.language))}
            onClose={close}
          />
        </section>
      )}
      {tests.data.length === 0 && !isNew && (
        <Notice icon={<CheckIcon size={24} />} title={t("tests.noneTitle")}>
          <p>{t("tests.none")}</p>
        </Notice>
      )}
      <ul className={classes.tests}>
        {shown.map((test) => (
          <TestRow
            key={test.name}
            bot={bot}
            test={test}
            report={run.reports.get(test.name)}
            isOpen={test.name === open}
            onOpen={(isOpen) => go(isOpen ? test.name : null)}
            onRun={() => void run.start(environment, [test.name])}
          />
        ))}
      </ul>
    </Page>
  );
}

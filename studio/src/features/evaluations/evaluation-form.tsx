import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { jobsKey } from "@/lib/bots/jobs-query";
import { versionsQuery } from "@/lib/bots/versions-query";

import { evaluate, evaluationsQuery, intentNamesQuery } from "./api";
import classes from "./evaluations.module.css";
import { heldOutOf, keepTable, keptTable } from "./held-out";
import { HeldOutField } from "./held-out-field";

/** What is measured on: parts of what was learnt, in turns, or always the same other sentences. */
const HOWS = ["folds", "held-out"] as const;

interface EvaluationFormProps {
  bot: BotSummary;
  onStarted: (id: string) => void;
}

/** What to evaluate: the draft or a version, alone or against another version. */
export function EvaluationForm({ bot, onStarted }: EvaluationFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const versions = useQuery(versionsQuery(bot));
  const [version, setVersion] = useState("");
  const [against, setAgainst] = useState("");
  const [folds, setFolds] = useState("5");
  const [learningCurve, setLearningCurve] = useState(false);
  const [how, setHow] = useState<(typeof HOWS)[number]>(() =>
    keptTable(bot) === "" ? "folds" : "held-out",
  );
  const [table, setTable] = useState(() => keptTable(bot));
  const intents = useQuery({ ...intentNamesQuery(bot), enabled: how === "held-out" });
  const heldOut = useMemo(() => heldOutOf(table, intents.data ?? new Set()), [table, intents.data]);
  const starting = useMutation({
    mutationFn: () =>
      evaluate(bot, {
        ...(how === "held-out" ? { heldOut: heldOut.sentences } : { folds: Number(folds) }),
        learningCurve,
        ...(version !== "" && { version: Number(version) }),
        ...(against !== "" && { against: Number(against) }),
      }),
    onSuccess: async (job) => {
      await queries.invalidateQueries({ queryKey: evaluationsQuery(bot).queryKey });
      await queries.invalidateQueries({ queryKey: jobsKey(bot.namespace) });
      onStarted(job.id);
    },
  });
  const numbers = (versions.data ?? []).map(({ number }) => ({
    value: String(number),
    label: t("publish.version", { number }),
  }));
  return (
    <Block title={t("evaluations.new")}>
      <Changeable right="train" ofDraft={false}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            starting.mutate();
          }}
        >
          <NativeSelect
            label={t("evaluations.what")}
            value={version}
            onChange={(event) => setVersion(event.currentTarget.value)}
            data={[{ value: "", label: t("evaluations.draft") }, ...numbers]}
          />
          <NativeSelect
            label={t("evaluations.against")}
            value={against}
            onChange={(event) => setAgainst(event.currentTarget.value)}
            data={[{ value: "", label: t("evaluations.nothing") }, ...numbers]}
          />
          <NativeSelect
            label={t("evaluations.how")}
            value={how}
            onChange={(event) => setHow(HOWS.find((how) => how === event.currentTarget.value) ?? "folds")}
            data={HOWS.map((value) => ({ value, label: t(`evaluationHow.${value}`) }))}
          />
          {how === "folds" && (
            <NativeSelect
              label={t("evaluations.folds")}
              value={folds}
              onChange={(event) => setFolds(event.currentTarget.value)}
              data={["2", "3", "5", "10", "20"]}
            />
          )}
          <Checkbox
            label={t("evaluations.curve")}
            checked={learningCurve}
            onChange={(event) => setLearningCurve(event.currentTarget.checked)}
          />
          {how === "held-out" && (
            <HeldOutField
              table={table}
              set={heldOut}
              onTable={(table) => {
                setTable(table);
                keepTable(bot, table);
              }}
            />
          )}
          <Button
            type="submit"
            loading={starting.isPending}
            disabled={how === "held-out" && heldOut.sentences.length === 0}
          >
            {t("evaluations.start")}
          </Button>
        </form>
      </Changeable>
      {starting.error !== null && <Said problem>{problemInWords(starting.error, t)}</Said>}
    </Block>
  );
}

import { Button, Checkbox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FilePick } from "@/components/file-pick";
import { FindingList } from "@/components/finding-list";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { importLabels, labelFileOf } from "../api";
import classes from "./answers.module.css";

interface LabelFileProps {
  bot: BotSummary;
  /** Whether a table may be read in, too. */
  mayImport: boolean;
}

/** All answers as a table for translators: out of here, and back. */
export function LabelFile({ bot, mayImport }: LabelFileProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [create, setCreate] = useState(false);
  const importing = useMutation({
    mutationFn: (file: File) => importLabels(bot, file, create),
    onSuccess: () => botChanged(queries, bot),
  });
  const done = importing.data;
  return (
    <details className={classes.file}>
      <summary>{t("answers.table")}</summary>
      <Button component="a" variant="light" href={labelFileOf(bot)} download>
        {t("answers.export")}
      </Button>
      {mayImport && (
        <form
          className={classes.import}
          onSubmit={(event) => {
            event.preventDefault();
            if (file !== null) importing.mutate(file);
          }}
        >
          <FilePick
            label={t("answers.import")}
            hint={t("answers.importHint")}
            accept=".csv,.json,text/csv,application/json"
            file={file}
            onPick={setFile}
          />
          <Checkbox
            label={t("answers.create")}
            checked={create}
            onChange={(event) => setCreate(event.currentTarget.checked)}
          />
          <div>
            <Button type="submit" variant="light" disabled={file === null} loading={importing.isPending}>
              {t("answers.importNow")}
            </Button>
          </div>
        </form>
      )}
      {importing.error !== null && <Said problem>{problemInWords(importing.error, t)}</Said>}
      {done !== undefined && (
        <>
          <Said>
            {t("answers.imported", {
              changed: done.changed.length,
              added: done.added.length,
              unchanged: done.unchanged,
            })}
          </Said>
          {done.leftOut.length > 0 && (
            <Said>
              {t("answers.leftOut", { count: done.leftOut.length, keys: done.leftOut.slice(0, 10).join(", ") })}
            </Said>
          )}
          <FindingList findings={done.findings} />
        </>
      )}
    </details>
  );
}

import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";

import { importValues } from "../api";
import { BATCH, valuesOf } from "../import";
import classes from "./entities.module.css";

/** What was imported so far. */
interface Progress {
  done: number;
  of: number;
  added: number;
  changed: number;
  left: number;
}

/** Values from a file, in parts, with how far it is; what was imported stays when one stops it. */
export function DictionaryImport({ bot, type }: { bot: BotSummary; type: string }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const isStopped = useRef(false);
  const [progress, setProgress] = useState<Progress>();
  const importing = useMutation({
    mutationFn: async (file: File) => {
      isStopped.current = false;
      const { entries, left } = valuesOf(await file.text(), bot.locales, localeFor(bot, i18n.language));
      let now: Progress = { done: 0, of: entries.length, added: 0, changed: 0, left };
      setProgress(now);
      while (now.done < entries.length && !isStopped.current) {
        const part = entries.slice(now.done, now.done + BATCH);
        // One after the other: each says how far it is.
        // oxlint-disable-next-line no-await-in-loop
        const { added, changed } = await importValues(bot, type, part);
        now = { ...now, done: now.done + part.length, added: now.added + added, changed: now.changed + changed };
        setProgress(now);
      }
    },
    onSettled: () => botChanged(queries, bot),
  });
  return (
    <div className={classes.import}>
      <input
        ref={chooser}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        hidden
        aria-label={t("entities.file")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) importing.mutate(file);
          event.currentTarget.value = "";
        }}
      />
      <Button variant="default" title={t("entities.fileHint")} disabled={importing.isPending} onClick={() => chooser.current?.click()}>
        {t("entities.import")}
      </Button>
      {importing.isPending && progress && (
        <>
          <progress className={classes.progress} max={progress.of} value={progress.done} aria-label={t("entities.importing")} />
          <span className={classes.hint}>
            {progress.done} / {progress.of}
          </span>
          <Button size="compact-sm" variant="subtle" onClick={() => (isStopped.current = true)}>
            {t("entities.stop")}
          </Button>
        </>
      )}
      {!importing.isPending && importing.error === null && progress && <Said>{t("entities.imported", { ...progress })}</Said>}
      {importing.error !== null && <Said problem>{problemInWords(importing.error, t)}</Said>}
      {progress === undefined && <span className={classes.hint}>{t("entities.fileHint")}</span>}
    </div>
  );
}

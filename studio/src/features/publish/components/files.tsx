import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FilePick } from "@/components/file-pick";
import { FindingList } from "@/components/finding-list";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged, pathOf } from "@/lib/bots/bot-queries";
import { importBot } from "@/lib/bots/import-bot";

import classes from "./publish.module.css";

/** The whole bot as files: out of here, and into its draft. */
export function Files({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const importing = useMutation({
    mutationFn: (file: File) => importBot(bot.namespace, file, bot.name),
    onSuccess: () => botChanged(queries, bot),
  });
  const { namespace, name } = pathOf(bot);
  const exported = `/api/v1/bots/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/export`;
  return (
    <Block title={t("publish.files")}>
      <Button component="a" variant="light" href={exported} download>
        {t("publish.export")}
      </Button>
      {bot.folder === undefined && (
        <form
          className={classes.import}
          onSubmit={(event) => {
            event.preventDefault();
            if (file !== null) importing.mutate(file);
          }}
        >
          <FilePick
            label={t("publish.import")}
            hint={t("publish.importHint")}
            accept=".zip,.json,application/zip,application/json"
            file={file}
            onPick={setFile}
          />
          <Button type="submit" variant="light" disabled={file === null} loading={importing.isPending}>
            {t("publish.importNow")}
          </Button>
        </form>
      )}
      {importing.error !== null && <Said problem>{problemInWords(importing.error, t)}</Said>}
      {importing.data !== undefined && (
        <>
          <Said>{t(importing.data.changed ? "publish.imported" : "publish.importedSame")}</Said>
          <FindingList findings={importing.data.findings} />
        </>
      )}
    </Block>
  );
}

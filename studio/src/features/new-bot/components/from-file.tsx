import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { FilePick } from "@/components/file-pick";
import { FindingList } from "@/components/finding-list";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { addressOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { importBot } from "@/lib/bots/import-bot";

import { NamespaceField } from "./namespace-field";
import classes from "./new-bot.module.css";

/** A bot from an archive of its files, or from a dump of Tock's. */
export function FromFile({ namespaces }: { namespaces: readonly string[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [namespace, setNamespace] = useState(namespaces[0] ?? "");
  const [name, setName] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const importing = useMutation({
    mutationFn: (file: File) => importBot(namespace, file, name.trim()),
    onSuccess: () => queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  });
  const done = importing.data;
  return (
    <Block title={t("newBot.file")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null) importing.mutate(file);
        }}
      >
        <FilePick
          label={t("newBot.pick")}
          hint={t("newBot.pickHint")}
          accept=".zip,.json,application/zip,application/json"
          file={file}
          onPick={setFile}
        />
        <TextInput
          label={t("newBot.name")}
          description={t("newBot.fileNameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NamespaceField namespaces={namespaces} value={namespace} onChange={setNamespace} />
        <Button type="submit" disabled={file === null} loading={importing.isPending}>
          {t("newBot.import")}
        </Button>
      </form>
      {importing.error !== null && <Said problem>{problemInWords(importing.error, t)}</Said>}
      {done !== undefined && (
        <>
          <Said>
            {t(done.created ? "newBot.imported" : "newBot.merged", { name: done.name })}{" "}
            <Link to={addressOf(done, "home")}>{t("newBot.goOn")}</Link>
          </Said>
          <FindingList findings={done.findings} />
        </>
      )}
    </Block>
  );
}

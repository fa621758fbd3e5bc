import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { FilePick } from "@/components/file-pick";
import { Said } from "@/components/said";

import classes from "./evaluations.module.css";
import type { HeldOutSet } from "./held-out";

/** Strange lines that are named. */
const NAMED_MAX = 3;

interface HeldOutFieldProps {
  table: string;
  set: HeldOutSet;
  onTable: (table: string) => void;
}

/** Sentences that the bot never learns from, always the same: pasted, or read from a file. */
export function HeldOutField({ table, set, onTable }: HeldOutFieldProps) {
  const { t } = useTranslation();
  const { sentences, strange } = set;
  return (
    <div className={classes.heldOut}>
      <FilePick
        label={t("evaluations.heldOutFile")}
        hint={t("evaluations.heldOutHint")}
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        file={null}
        onPick={(file) => {
          if (file !== null) void file.text().then(onTable);
        }}
      />
      <Textarea
        label={t("evaluations.heldOutTable")}
        placeholder={t("evaluations.heldOutPlaceholder")}
        rows={6}
        value={table}
        onChange={(event) => onTable(event.currentTarget.value)}
      />
      <Said>{t("evaluations.heldOutCount", { count: sentences.length })}</Said>
      {strange.length > 0 && (
        <Said problem>
          {t("evaluations.heldOutStrange", {
            count: strange.length,
            lines: strange.slice(0, NAMED_MAX).join("\n"),
          })}
        </Said>
      )}
    </div>
  );
}

import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Privacy } from "@/lib/api/types";

import { KEPT, privacyQuery, savePrivacy, type Scope, withDays } from "../retention";
import classes from "./admin.module.css";

interface RetentionFormProps {
  bot: BotSummary;
  scope: Scope;
  /** What holds now. */
  read: Privacy;
}

/** Days, and rules of what is stored as stars. */
export function RetentionForm({ bot, scope, read }: RetentionFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [privacy, setPrivacy] = useState(read);
  const saving = useMutation({
    mutationFn: () => savePrivacy(bot, scope, privacy),
    onSuccess: (saved) => {
      setPrivacy(saved);
      queries.setQueryData(privacyQuery(bot, scope).queryKey, saved);
    },
  });
  const { hide } = privacy;
  const setRule = (at: number, change: { name?: string; pattern?: string }) =>
    setPrivacy({ ...privacy, hide: hide.map((rule, place) => (place === at ? { ...rule, ...change } : rule)) });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <p className={classes.hint}>{t("retention.hint")}</p>
      {KEPT.map((kept) => (
        <TextInput
          key={kept}
          type="number"
          min={1}
          step={1}
          label={t(`retention.${kept}`)}
          placeholder={t(kept === "deadLettersDays" ? "retention.week" : "retention.never")}
          value={privacy[kept] ?? ""}
          onChange={(event) => setPrivacy(withDays(privacy, kept, event.currentTarget.value))}
        />
      ))}
      <Checkbox
        label={t("retention.hideObfuscated")}
        checked={privacy.hideObfuscated}
        onChange={(event) => setPrivacy({ ...privacy, hideObfuscated: event.currentTarget.checked })}
      />
      <p className={classes.hint}>{t("retention.hideHint")}</p>
      {hide.map(({ name, pattern }, at) => (
        // Rules have no name of their own until one is written; their fields keep nothing.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={classes.row}>
          <TextInput
            label={t("retention.ruleName", { number: at + 1 })}
            value={name}
            onChange={(event) => setRule(at, { name: event.currentTarget.value })}
          />
          <TextInput
            className={classes.grow ?? ""}
            label={t("retention.rulePattern", { number: at + 1 })}
            value={pattern}
            onChange={(event) => setRule(at, { pattern: event.currentTarget.value })}
          />
          <Button
            variant="subtle"
            aria-label={t("retention.removeRule", { number: at + 1 })}
            onClick={() => setPrivacy({ ...privacy, hide: hide.filter((_, place) => place !== at) })}
          >
            {t("retention.remove")}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        onClick={() => setPrivacy({ ...privacy, hide: [...hide, { name: "", pattern: "" }] })}
      >
        {t("retention.addRule")}
      </Button>
      <Button type="submit" loading={saving.isPending} disabled={privacy === read || privacy === saving.data}>
        {t("retention.save")}
      </Button>
      {saving.error !== null && <Said problem>{problemInWords(saving.error, t)}</Said>}
      {saving.isSuccess && privacy === saving.data && <Said>{t("retention.saved")}</Said>}
    </form>
  );
}

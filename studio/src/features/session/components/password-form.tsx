import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";

import { changePassword, sessionsQuery } from "../api";
import classes from "./session.module.css";

/** Another password; one is signed out everywhere else. */
export function PasswordForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const changing = useMutation({
    mutationFn: () => changePassword({ current, password }),
    onSuccess: async () => {
      setCurrent("");
      setPassword("");
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate();
      }}
    >
      <TextInput
        type="password"
        label={t("session.current")}
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <TextInput
        type="password"
        label={t("session.new")}
        description={t("session.passwordHint")}
        autoComplete="new-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={changing.isPending}>
        {t("session.change")}
      </Button>
      {changing.error !== null && <Said problem>{problemInWords(changing.error, t)}</Said>}
      {changing.isSuccess && <Said>{t("session.changed")}</Said>}
    </form>
  );
}

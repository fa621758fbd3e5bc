import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { saveFlag } from "../api";
import classes from "./flags.module.css";

/** Makes a flag. It is off, so nothing changes until somebody says when it is on. */
export function NewFlag({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: (flag: string) => saveFlag(bot, flag, { enabled: false }, undefined),
    onSuccess: async () => {
      setName("");
      await botChanged(queries, bot);
    },
  });
  const wanted = name.trim();
  return (
    <Changeable right="author">
      <form
        className={classes.new}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== "" && !making.isPending) making.mutate(wanted);
        }}
      >
        <TextInput
          aria-label={t("flags.name")}
          placeholder={t("flags.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" disabled={wanted === ""} loading={making.isPending}>
          {t("flags.make")}
        </Button>
      </form>
      {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
    </Changeable>
  );
}

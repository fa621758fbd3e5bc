import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { createType, type TaggedType } from "../api";
import classes from "./entities.module.css";

interface NewEntityProps {
  bot: BotSummary;
  types: readonly TaggedType[];
  onMade: (name: string) => void;
}

/** A field that makes an entity type of the name that is typed. */
export function NewEntity({ bot, types, onMade }: NewEntityProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const name = typed.trim().toLowerCase().replaceAll(/\s+/g, "_");
  const isNew = name !== "" && types.every((type) => type.name !== name);
  const making = useMutation({
    mutationFn: () => createType(bot, name, { dictionary: {} }),
    onSuccess: async () => {
      await botChanged(queries, bot);
      setTyped("");
      onMade(name);
    },
  });
  return (
    <form
      className={classes.new}
      onSubmit={(event) => {
        event.preventDefault();
        if (isNew && !making.isPending) making.mutate();
      }}
    >
      <TextInput
        aria-label={t("entities.new")}
        placeholder={t("entities.new")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {isNew && (
        <Button type="submit" variant="light" size="compact-md" loading={making.isPending}>
          {t("entities.make", { name })}
        </Button>
      )}
      {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
    </form>
  );
}

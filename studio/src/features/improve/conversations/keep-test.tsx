import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";

import { keepDialog, toDialog } from "./api";
import { putRight, testName } from "./as-test";
import classes from "./conversations.module.css";

interface KeepTestProps {
  bot: BotSummary;
  conversation: string;
  said: string;
  /** The turn that was put right: the test ends with it. */
  right?: { place: number; intent: string | null };
}

/** Keeps a conversation as a test: the bot shall always answer so, or understand so. */
export function KeepTest({ bot, conversation, said, right }: KeepTestProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(testName(said));
  const keeping = useMutation({
    mutationFn: async () => {
      const dialog = await toDialog(bot, conversation, name);
      return keepDialog(bot, right ? putRight(dialog, right.place, right.intent) : dialog);
    },
    onSuccess: () => botChanged(queries, bot),
  });
  if (keeping.isSuccess) {
    return (
      <Said>
        {t("conversations.kept", { name })}{" "}
        <Link
          className={classes.link ?? ""}
          to={`${addressOf(bot, "tests")}?test=${encodeURIComponent(keeping.data.name)}`}
        >
          {t("conversations.openTest")}
        </Link>
      </Said>
    );
  }
  return (
    <form
      className={classes.keep}
      onSubmit={(event) => {
        event.preventDefault();
        keeping.mutate();
      }}
    >
      <TextInput
        size="xs"
        label={t(right ? "conversations.testRight" : "conversations.test")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" variant="light" loading={keeping.isPending} disabled={name === ""}>
        {t("conversations.keep")}
      </Button>
      {keeping.error !== null && <Said problem>{problemInWords(keeping.error, t)}</Said>}
    </form>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import beside from "@/components/beside.module.css";
import { useObstacle } from "@/components/changeable";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, NamedIntent } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { createIntent } from "../api";

/** What stands in the address for the sentences without an intent: no intent has this name. */
export const WAITING = "-";

interface IntentListProps {
  bot: BotSummary;
  intents: readonly NamedIntent[];
  /** How many sentences wait for an intent. */
  waiting: number;
  chosen: string;
  onChoose: (name: string) => void;
}

/** The intents with how much teaches each. What is typed finds one, or makes it. */
export function IntentList({ bot, intents, waiting, chosen, onChoose }: IntentListProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const found = useMemo(
    () => intents.filter(({ name, title = "" }) => `${name} ${title}`.toLowerCase().includes(wanted)),
    [intents, wanted],
  );
  const shown = useDeferredValue(found);
  const creating = useMutation({
    mutationFn: (name: string) => createIntent(bot, name),
    onSuccess: async (_, name) => {
      await botChanged(queries, bot);
      setTyped("");
      onChoose(name);
    },
  });
  const name = wanted.replaceAll(/\s+/g, "_");
  const mayMake = useObstacle("train") === undefined;
  const isNew = mayMake && name !== "" && intents.every((intent) => intent.name !== name);
  return (
    <div className={beside.side}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = found;
          if (first !== undefined) onChoose(first.name);
          else if (isNew) creating.mutate(name);
        }}
      >
        <TextInput
          aria-label={t(mayMake ? "intents.find" : "intents.findOnly")}
          placeholder={t(mayMake ? "intents.find" : "intents.findOnly")}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      {isNew && (
        <Button
          variant="light"
          size="compact-md"
          loading={creating.isPending}
          onClick={() => creating.mutate(name)}
        >
          {t("intents.create", { name })}
        </Button>
      )}
      {creating.error !== null && <Said problem>{problemInWords(creating.error, t)}</Said>}
      {waiting > 0 && (
        <button
          type="button"
          className={beside.entry}
          aria-current={chosen === WAITING ? "true" : undefined}
          onClick={() => onChoose(WAITING)}
        >
          <em>{t("intents.waiting")}</em>
          <span className={beside.count}>{waiting}</span>
        </button>
      )}
      <Found intents={shown} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

/** The intents that fit. Letters are shown first, then these. */
const Found = memo(function Found({ intents, chosen, onChoose }: Pick<IntentListProps, "intents" | "chosen" | "onChoose">) {
  const { t } = useTranslation();
  return (
    <ul className={beside.list} aria-label={t("intents.heading")}>
      {intents.map((intent) => (
        <li key={intent.name}>
          <button
            type="button"
            className={beside.entry}
            aria-current={intent.name === chosen ? "true" : undefined}
            onClick={() => onChoose(intent.name)}
          >
            <span>{intent.title || intent.name}</span>
            <span className={beside.count}>{intent.sentences}</span>
          </button>
        </li>
      ))}
    </ul>
  );
});

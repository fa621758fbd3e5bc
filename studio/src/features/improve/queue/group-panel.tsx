import { Button, Checkbox } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { IntentPicker } from "@/components/intent-picker";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, InboxGroup, InboxSentence } from "@/lib/api/types";

import { createIntent, type Meanings } from "./api";
import type { Done } from "./group-done";
import { decideGroup } from "./groups-api";
import classes from "./groups.module.css";
import { declared, keyOf, proposed } from "./meaning";

interface GroupPanelProps {
  bot: BotSummary;
  group: InboxGroup;
  meanings: Meanings;
  onDone: (done: Done) => Promise<void>;
}

/** What one can say of the sentences: an intent, new or known; or nothing. */
type Act = { type: "learn"; intent: string | null; isNew: boolean } | { type: "remove" };

/** The sentences of a group, which of them are meant, and what they mean: in one action. */
export function GroupPanel({ bot, group, meanings: { intents }, onDone }: GroupPanelProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [intent, setIntent] = useState<string | null>(group.intent ?? null);
  const [made, setMade] = useState<string>();
  const meant = group.sentences.filter((sentence) => !left.has(keyOf(sentence)));
  const toggle = (sentence: InboxSentence) =>
    setLeft((left) => {
      const keys = new Set(left);
      if (!keys.delete(keyOf(sentence))) keys.add(keyOf(sentence));
      return keys;
    });
  const acting = useMutation({
    mutationFn: async (act: Act) => {
      if (act.type === "learn" && act.isNew && act.intent !== null) {
        await createIntent(bot, act.intent);
      }
      const before = await decideGroup(bot, meant, (sentence) => {
        if (act.type === "remove") return { type: "delete" };
        const { entities } = declared({ ...proposed(sentence.understanding), intent: act.intent }, intents);
        return {
          type: "validate",
          entities: [...entities],
          ...(act.intent !== null && { intent: act.intent }),
        };
      });
      await onDone({ sentences: meant, before, ...(act.type === "learn" && { intent: act.intent }) });
    },
  });
  const isNew = made !== undefined && made === intent;
  const known = isNew ? [...intents, { name: made, title: "", description: "" }] : intents;
  return (
    <section className={classes.panel} aria-label={t("groups.panel", { words: group.words.join(" ") })}>
      <Checkbox
        label={t("groups.meant", { count: meant.length, total: group.sentences.length })}
        checked={meant.length === group.sentences.length}
        indeterminate={meant.length > 0 && meant.length < group.sentences.length}
        onChange={() =>
          setLeft(meant.length === group.sentences.length ? new Set(group.sentences.map(keyOf)) : new Set())
        }
      />
      <ul className={classes.sentences} lang={group.locale}>
        {group.sentences.map((sentence) => (
          <li key={keyOf(sentence)}>
            <Checkbox
              label={sentence.text}
              checked={!left.has(keyOf(sentence))}
              onChange={() => toggle(sentence)}
            />
          </li>
        ))}
      </ul>
      {group.total > group.sentences.length && (
        <p className={classes.quiet}>
          {t("groups.more", { count: group.total - group.sentences.length })}
        </p>
      )}
      <IntentPicker
        label={t("groups.intent")}
        intents={known as typeof intents}
        value={intent}
        likely={group.intent === undefined ? [] : [group.intent]}
        onChoose={setIntent}
        onMake={(name) => {
          setMade(name);
          setIntent(name);
        }}
      />
      {acting.error !== null && <Said problem>{problemInWords(acting.error, t)}</Said>}
      <div className={classes.actions}>
        <Button
          disabled={meant.length === 0}
          loading={acting.isPending}
          onClick={() => acting.mutate({ type: "learn", intent, isNew })}
        >
          {t(intent === null ? "groups.learnUnknown" : isNew ? "groups.learnNew" : "groups.learn", {
            count: meant.length,
            intent: intents.find(({ name }) => name === intent)?.title || intent,
          })}
        </Button>
        <Button
          variant="default"
          disabled={meant.length === 0 || acting.isPending}
          onClick={() => acting.mutate({ type: "remove" })}
        >
          {t("queue.remove", { count: meant.length })}
        </Button>
      </div>
    </section>
  );
}

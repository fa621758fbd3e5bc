import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, InboxSentence, Sentence } from "@/lib/api/types";

import { decide } from "./api";
import classes from "./groups.module.css";

/** What was done to a group. */
export interface Done {
  sentences: readonly InboxSentence[];
  /** What they mean from now on; absent: nothing is learnt from them. */
  intent?: string | null;
  /** What was learnt from each before. */
  before: readonly (Sentence | null | undefined)[];
}

interface GroupDoneProps {
  bot: BotSummary;
  done: Done;
  titleOf: (intent: string) => string;
  onBack: () => Promise<void>;
}

/** Says what was done, and takes it back. */
export function GroupDone({ bot, done, titleOf, onBack }: GroupDoneProps) {
  const { t } = useTranslation();
  const undoing = useMutation({
    mutationFn: () =>
      decide(
        bot,
        done.sentences.map(({ text, locale }, at) => {
          const learnt = done.before[at];
          return { text, locale, decision: { type: "put_back", ...(learnt && { learnt }) } };
        }),
      ),
    onSuccess: onBack,
  });
  const count = done.sentences.length;
  const { intent } = done;
  return (
    <div className={classes.done}>
      <Said>
        {intent === undefined
          ? t("groups.removed", { count })
          : intent === null
            ? t("groups.unlearnt", { count })
            : t("groups.learnt", { count, intent: titleOf(intent) })}
      </Said>
      <Button size="compact-sm" variant="light" loading={undoing.isPending} onClick={() => undoing.mutate()}>
        {t("undo.undo")}
      </Button>
      {undoing.error !== null && <Said problem>{problemInWords(undoing.error, t)}</Said>}
    </div>
  );
}

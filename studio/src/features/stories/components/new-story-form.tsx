import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { Suggestions } from "@/components/suggestions";
import { useFocus } from "@/components/use-focus";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Label, Story } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";
import { withVariants } from "@/lib/labels/texts";
import { linesOf } from "@/lib/sentences/marks";

import { createIntent, createStory, knownIntentsQuery } from "../api";
import classes from "./story-list.module.css";

const nameFrom = (typed: string) => typed.trim().replaceAll(/\s+/g, "_");

/** A new story: its name, what users say, and what the bot answers. */
export function NewStoryForm({ bot, onClose }: { bot: BotSummary; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const locale = localeFor(bot, i18n.language);
  const known = useQuery(knownIntentsQuery(bot)).data;
  const [typed, setTyped] = useState({ name: "", intent: "", sentences: "", answer: "" });
  const list = useId();
  const focus = useFocus();
  const name = nameFrom(typed.name);
  const intent = nameFrom(typed.intent) || name;
  const isKnown = known?.some((one) => one.name === intent) ?? false;
  const set = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part });
  const making = useMutation({
    mutationFn: async () => {
      if (!isKnown) await createIntent(bot, intent, linesOf(typed.sentences), locale);
      const key = `${name}.1`;
      const says = typed.answer.trim() !== "";
      const answers: Story["answers"] = says ? [{ content: { type: "text", text: key } }] : [];
      const labels: Record<string, Label> = says ? { [key]: withVariants({}, locale, typed.answer) } : {};
      await createStory(bot, { name, starters: [intent], answers }, labels);
    },
    onSuccess: async () => {
      await botChanged(queries, bot);
      await navigate({ search: `?${new URLSearchParams({ story: name })}` });
    },
    // The intent may be there although the story is not.
    onError: () => botChanged(queries, bot),
  });
  return (
    <Block title={t("stories.newHeading")}>
      <form
        className={classes.new}
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "") making.mutate();
        }}
      >
        <TextInput
          label={t("stories.name")}
          description={t("stories.nameHint")}
          ref={focus}
          required
          value={typed.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("stories.intent")}
          description={intent !== "" && t(isKnown ? "stories.intentKnown" : "stories.intentNew", { intent })}
          placeholder={name}
          list={list}
          value={typed.intent}
          onChange={(event) => set({ intent: event.currentTarget.value })}
        />
        <Suggestions id={list} words={known?.map((one) => one.name)} />
        {!isKnown && (
          <Textarea
            label={t("stories.sentences")}
            placeholder={t("story.sentencesPlaceholder")}
            lang={locale}
            autosize
            minRows={2}
            maxRows={8}
            value={typed.sentences}
            onChange={(event) => set({ sentences: event.currentTarget.value })}
          />
        )}
        <Textarea
          label={t("stories.answer")}
          lang={locale}
          autosize
          minRows={2}
          maxRows={8}
          value={typed.answer}
          onChange={(event) => set({ answer: event.currentTarget.value })}
        />
        <div className={classes.actions}>
          <Button type="submit" disabled={name === ""} loading={making.isPending}>
            {t("stories.make")}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {t("stories.cancel")}
          </Button>
        </div>
        {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
      </form>
    </Block>
  );
}

import { ActionIcon, Checkbox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { TrashIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { SavedField } from "@/components/saved-field";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";
import { variantsOf, withVariants } from "@/lib/labels/texts";

import { removeFaq, saveAnswer, saveFaq, saveTitle, type TaggedFaq } from "../api";
import classes from "./faq.module.css";
import { Questions } from "./questions";

interface FaqPanelProps {
  bot: BotSummary;
  faq: TaggedFaq;
}

/** A question with its answer in every language. What one types is saved when one goes on. */
export function FaqPanel({ bot, faq }: FaqPanelProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (save: () => Promise<unknown>) => save(),
    onSettled: () => botChanged(queries, bot),
  });
  const removing = useMutation({
    mutationFn: () => removeFaq(bot, faq),
    onSuccess: () => botChanged(queries, bot),
  });
  const error = saving.error ?? removing.error;
  const tags = (faq.tags ?? []).join(", ");
  return (
    <>
      <div className={classes.top}>
        <h1 className={classes.title}>{faq.title || faq.intent}</h1>
        <Changeable right="author" quiet>
          <Checkbox
            label={t("faq.isOn")}
            checked={faq.disabled !== true}
            onChange={(event) => {
              const disabled = !event.currentTarget.checked;
              saving.mutate(() => saveFaq(bot, faq, { disabled }));
            }}
          />
          <ActionIcon variant="subtle" aria-label={t("faq.remove")} title={t("faq.remove")} onClick={() => removing.mutate()}>
            <TrashIcon />
          </ActionIcon>
        </Changeable>
      </div>
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
      <Block title={t("faq.answerHeading")}>
        <Changeable right="author" quiet className={classes.fields}>
          {bot.locales.map((locale) => (
            <SavedField
              // Read anew, the field shows what was read.
              key={`${locale} ${variantsOf(faq.label, locale)}`}
              lines
              label={languageName(locale)}
              lang={locale}
              placeholder={t("faq.noAnswer")}
              value={variantsOf(faq.label, locale)}
              onSave={(lines) => saving.mutate(() => saveAnswer(bot, faq, withVariants(faq.label, locale, lines)))}
            />
          ))}
          <p className={classes.hint}>
            {t("faq.variantsHint")} <code>{faq.answer}</code>
          </p>
        </Changeable>
      </Block>
      <Block title={t("faq.questions")}>
        <Questions bot={bot} intent={faq.intent} />
      </Block>
      <Block title={t("faq.about")}>
        <Changeable right="author" quiet className={classes.fields}>
          <SavedField
            key={`title ${faq.title}`}
            label={t("faq.title")}
            value={faq.title}
            onSave={(title) => saving.mutate(() => saveTitle(bot, faq.intent, title))}
          />
          <SavedField
            key={`tags ${tags}`}
            label={t("faq.tags")}
            hint={t("faq.tagsHint")}
            value={tags}
            onSave={(typed) => {
              const tags = [...new Set(typed.split(",").map((tag) => tag.trim()))].filter(Boolean);
              saving.mutate(() => saveFaq(bot, faq, { tags }));
            }}
          />
          <SavedField
            key={`then ${faq.ends_with}`}
            label={t("faq.endsWith")}
            hint={t("faq.endsWithHint")}
            value={faq.ends_with ?? ""}
            onSave={(ends_with) => saving.mutate(() => saveFaq(bot, faq, { ends_with }))}
          />
        </Changeable>
      </Block>
    </>
  );
}

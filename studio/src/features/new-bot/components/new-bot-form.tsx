import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { languageName } from "@/components/language-switch";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { SecretOnce } from "@/components/secret-once";
import { problemInWords } from "@/lib/api/problem-words";
import { addressOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";

import { makeBot } from "../api";
import { nameFrom } from "../bot-name";
import { NamespaceField } from "./namespace-field";
import classes from "./new-bot.module.css";

/** Languages that are offered; a bot made of files may speak any. */
const OFFERED = ["fr", "en", "de", "es", "it", "nl", "pt"] as const;

/** Those that the sample bot speaks. */
const OF_SAMPLE = ["fr", "en"] as const;

interface NewBotFormProps {
  namespaces: readonly string[];
  from: "empty" | "sample";
}

/** What a new bot is called and speaks. */
export function NewBotForm({ namespaces, from }: NewBotFormProps) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [namespace, setNamespace] = useState(namespaces[0] ?? "");
  const [title, setTitle] = useState("");
  const [ownName, setOwnName] = useState<string | null>(null);
  const offered = from === "sample" ? OF_SAMPLE : OFFERED;
  const [locales, setLocales] = useState<readonly string[]>(
    from === "sample" ? OF_SAMPLE : [i18n.language],
  );
  const name = ownName ?? nameFrom(title);
  const making = useMutation({
    mutationFn: () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return makeBot(namespace, { name, title: title.trim(), locales: [...locales], timeZone, from });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  });
  const made = making.data;
  if (made !== undefined) {
    return (
      <Block title={t("newBot.done", { title: made.title || made.name })}>
        <SecretOnce label={t("newBot.key")} hint={t("newBot.keyHint")} secret={made.apiKey} />
        <Button onClick={() => void navigate(addressOf(made, "home"))}>{t("newBot.goOn")}</Button>
      </Block>
    );
  }
  return (
    <Block title={t("newBot.called")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <TextInput
          label={t("newBot.title")}
          placeholder={t("newBot.titlePlaceholder")}
          required
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t("newBot.name")}
          description={t("newBot.nameHint")}
          required
          value={name}
          onChange={(event) => setOwnName(event.currentTarget.value)}
        />
        <NamespaceField namespaces={namespaces} value={namespace} onChange={setNamespace} />
        <fieldset className={classes.locales}>
          <legend>{t("newBot.locales")}</legend>
          {offered.map((locale) => (
            <Checkbox
              key={locale}
              label={<span lang={locale}>{languageName(locale)}</span>}
              checked={locales.includes(locale)}
              onChange={(event) =>
                setLocales(
                  event.currentTarget.checked
                    ? [...locales, locale]
                    : locales.filter((one) => one !== locale),
                )
              }
            />
          ))}
        </fieldset>
        {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
        <Button
          type="submit"
          loading={making.isPending}
          disabled={locales.length === 0 || name === ""}
        >
          {t("newBot.make")}
        </Button>
      </form>
    </Block>
  );
}

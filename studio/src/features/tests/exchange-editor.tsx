import { ActionIcon, Button, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CloseIcon } from "@/components/icons";
import type { BotLine, Exchange } from "@/lib/api/types";

import {
  BOT_KINDS,
  botLine,
  botText,
  isReadable,
  replaced,
  USER_KINDS,
  userKind,
  type UserKind,
  userLine,
  userText,
  without,
  WORDLESS,
} from "./exchanges";
import classes from "./tests.module.css";

interface ExchangeEditorProps {
  exchange: Exchange;
  number: number;
  locale: string;
  onChange: (exchange: Exchange) => void;
  onRemove: () => void;
}

/** One thing that the user does, and what must follow from it. */
export function ExchangeEditor({
  exchange: { user, bot },
  number,
  locale,
  onChange,
  onRemove,
}: ExchangeEditorProps) {
  const { t } = useTranslation();
  const userHint = (kind: UserKind) => {
    if (kind === "sends_place" || kind === "stays_silent" || kind === "ends") return t(`testHint.${kind}`);
    return kind === "image" || kind === "audio" || kind === "video" || kind === "file"
      ? t("testHint.sends_file")
      : undefined;
  };
  const setBot = (bot: BotLine[]) => onChange({ user, bot });
  return (
    <fieldset className={classes.exchange} aria-label={t("tests.exchange", { number })}>
      <Line
        label={t("tests.userDoes", { number })}
        kinds={USER_KINDS.map((value) => ({ value, label: t(`testUser.${value}`) }))}
        kind={userKind(user)}
        text={userText(user)}
        read={(kind, text) => userText(userLine(kind as UserKind, text))}
        hasText={!WORDLESS.includes(userKind(user))}
        hint={userHint(userKind(user))}
        problem={isReadable(user) ? undefined : t("testHint.noPlace")}
        lang={locale}
        removeLabel={t("tests.removeExchange", { number })}
        onChange={(kind, text) => onChange({ user: userLine(kind as UserKind, text), bot })}
        onRemove={onRemove}
      />
      {bot.map((line, at) => (
        <Line
          // Expectations have no name of their own; their fields keep nothing.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          label={t("tests.expects", { number, at: at + 1 })}
          kinds={BOT_KINDS.map((value) => ({ value, label: t(`testBot.${value}`) }))}
          kind={line.type}
          text={botText(line)}
          read={(kind, text) => botText(botLine(kind as BotLine["type"], text))}
          hasText
          isExpected
          lang={line.type === "understands" ? undefined : locale}
          removeLabel={t("tests.removeLine", { number, at: at + 1 })}
          onChange={(kind, text) => setBot(replaced(bot, at, botLine(kind as BotLine["type"], text)))}
          onRemove={() => setBot(without(bot, at))}
        />
      ))}
      <Button
        className={classes.more ?? ""}
        size="compact-xs"
        variant="subtle"
        onClick={() => setBot([...bot, { type: "says", text: "" }])}
      >
        {t("tests.addLine")}
      </Button>
    </fieldset>
  );
}

interface LineProps {
  label: string;
  kinds: { value: string; label: string }[];
  kind: string;
  text: string;
  /** What a field with this text shows when it is opened anew. */
  read: (kind: string, text: string) => string;
  hasText: boolean;
  hint?: string | undefined;
  problem?: string | undefined;
  isExpected?: boolean;
  lang: string | undefined;
  removeLabel: string;
  onChange: (kind: string, text: string) => void;
  onRemove: () => void;
}

function Line({
  label,
  kinds,
  kind,
  text,
  read,
  hasText,
  hint,
  problem,
  isExpected = false,
  lang,
  removeLabel,
  onChange,
  onRemove,
}: LineProps) {
  const { t } = useTranslation();
  // What is typed stays as typed while it means what is kept: `48.` on the way to `48.85`.
  const [typed, setTyped] = useState(text);
  const change = (kind: string, text: string) => {
    setTyped(text);
    onChange(kind, text);
  };
  return (
    <div className={classes.line} data-expected={isExpected}>
      <NativeSelect
        className={classes.kind ?? ""}
        size="xs"
        aria-label={t("tests.kind", { of: label })}
        value={kind}
        onChange={(event) => change(event.currentTarget.value, problem === undefined ? text : typed)}
        data={kinds}
      />
      {hasText && (
        <Textarea
          className={classes.text ?? ""}
          size="xs"
          aria-label={label}
          lang={lang}
          autosize
          minRows={1}
          maxRows={6}
          description={hint}
          error={problem}
          value={read(kind, typed) === text ? typed : text}
          onChange={(event) => change(kind, event.currentTarget.value)}
        />
      )}
      {!hasText && hint !== undefined && <span className={classes.quiet}>{hint}</span>}
      <ActionIcon variant="subtle" aria-label={removeLabel} onClick={onRemove}>
        <CloseIcon size={16} />
      </ActionIcon>
    </div>
  );
}

import { ActionIcon, Button, NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { CloseIcon } from "@/components/icons";
import type { BotLine, Exchange, UserLine } from "@/lib/api/types";

import {
  BOT_KINDS,
  botLine,
  botText,
  replaced,
  USER_KINDS,
  userLine,
  userText,
  without,
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
  const setBot = (bot: BotLine[]) => onChange({ user, bot });
  return (
    <fieldset className={classes.exchange} aria-label={t("tests.exchange", { number })}>
      <Line
        label={t("tests.userDoes", { number })}
        kinds={USER_KINDS.map((value) => ({ value, label: t(`testUser.${value}`) }))}
        kind={user.type}
        text={userText(user)}
        hasText={user.type !== "starts"}
        lang={locale}
        removeLabel={t("tests.removeExchange", { number })}
        onChange={(kind, text) => onChange({ user: userLine(kind as UserLine["type"], text), bot })}
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
  hasText: boolean;
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
  hasText,
  isExpected = false,
  lang,
  removeLabel,
  onChange,
  onRemove,
}: LineProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.line} data-expected={isExpected}>
      <NativeSelect
        className={classes.kind ?? ""}
        size="xs"
        aria-label={t("tests.kind", { of: label })}
        value={kind}
        onChange={(event) => onChange(event.currentTarget.value, text)}
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
          value={text}
          onChange={(event) => onChange(kind, event.currentTarget.value)}
        />
      )}
      <ActionIcon variant="subtle" aria-label={removeLabel} onClick={onRemove}>
        <CloseIcon size={16} />
      </ActionIcon>
    </div>
  );
}

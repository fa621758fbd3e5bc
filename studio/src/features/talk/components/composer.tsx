import { ActionIcon } from "@mantine/core";
import { type KeyboardEvent, type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { SendIcon } from "@/components/icons";

import classes from "./composer.module.css";

interface ComposerProps {
  /** The language in which one writes, for the spelling checker. */
  locale: string;
  disabled: boolean;
  onSay: (text: string) => void;
}

/** Where one writes. */
export function Composer({ locale, disabled, onSay }: ComposerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const sayable = text.trim() !== "" && !disabled;

  useEffect(() => {
    // With a finger, a focused field would cover half of the screen with a keyboard.
    if (globalThis.matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  const say = () => {
    if (!sayable) return;
    onSay(text.trim());
    setText("");
    field.current?.focus();
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    say();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter ends the word.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    say();
  };

  return (
    <form className={classes.composer} onSubmit={onSubmit}>
      <textarea
        ref={field}
        className={classes.field}
        rows={1}
        value={text}
        lang={locale}
        maxLength={2000}
        autoComplete="off"
        placeholder={t("talk.placeholder")}
        aria-label={t("talk.message")}
        aria-describedby={hint}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ActionIcon type="submit" size={38} radius="xl" disabled={!sayable} aria-label={t("talk.send")}>
        <SendIcon size={20} />
      </ActionIcon>
      <span id={hint} className={classes.hint}>
        {t("talk.hint")}
      </span>
    </form>
  );
}

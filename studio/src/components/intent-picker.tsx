import { TextInput } from "@mantine/core";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamedIntent } from "@/lib/api/types";
import { folded } from "@/lib/text/folded";

import classes from "./intent-picker.module.css";

/** Options that are shown at once; more letters find the others. */
const SHOWN_MAX = 8;

type Option =
  | { type: "intent"; intent: string; text: string; name: string }
  | { type: "nothing" }
  | { type: "make"; name: string };

interface IntentPickerProps {
  label: string;
  intents: readonly NamedIntent[];
  /** The chosen one; `null`: the bot shall not understand. */
  value: string | null;
  /** Likely ones, best first: they come first while nothing is typed. */
  likely?: readonly string[];
  /** Whether the bot may be told not to understand. */
  canBeNothing?: boolean;
  /** How large the field is. */
  size?: "xs" | "sm";
  inputRef?: Ref<HTMLInputElement>;
  onChoose: (intent: string | null) => void;
  /** Makes an intent of a new name; without it only those that exist can be chosen. */
  onMake?: (name: string) => void;
  /** Escape was pressed, or nothing changed. */
  onLeave?: () => void;
}

/** An intent, found by a few letters of its name or title. Enter takes the first that fits. */
export function IntentPicker({
  label,
  intents,
  value,
  likely = [],
  canBeNothing = true,
  size = "sm",
  inputRef,
  onChoose,
  onMake,
  onLeave,
}: IntentPickerProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [marked, setMarked] = useState(0);
  const chosen = intents.find(({ name }) => name === value);
  const shown = value === null ? t("intentPicker.nothing") : chosen?.title || value;
  const options = typed === null ? [] : optionsFor(typed, intents, likely, { canMake: onMake !== undefined, canBeNothing });

  const close = () => {
    setTyped(null);
    setMarked(0);
  };
  const take = (option: Option | undefined) => {
    close();
    if (option?.type === "intent") onChoose(option.intent);
    else if (option?.type === "nothing") onChoose(null);
    else if (option?.type === "make") onMake?.(option.name);
    else onLeave?.();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (typed === null) setTyped("");
      else setMarked((marked + step + options.length) % Math.max(options.length, 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(options[marked]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
      onLeave?.();
    }
  };

  return (
    <div className={classes.picker}>
      <TextInput
        ref={inputRef}
        size={size}
        role="combobox"
        aria-label={label}
        aria-expanded={typed !== null}
        aria-controls={`${id}options`}
        aria-activedescendant={options.length > 0 ? `${id}${marked}` : undefined}
        autoComplete="off"
        placeholder={shown}
        value={typed ?? shown}
        onFocus={() => {
          setTyped("");
          setMarked(0);
        }}
        onBlur={close}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={press}
      />
      <div
        id={`${id}options`}
        className={classes.options}
        role="listbox"
        aria-label={label}
        hidden={typed === null}
      >
        {options.map((option, at) => (
          <div
            key={option.type === "intent" ? option.intent : option.type}
            id={`${id}${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === marked}
            className={classes.option}
            // The field keeps the focus until the choice is made.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setMarked(at)}
            onClick={() => take(option)}
            onKeyDown={press}
          >
            {option.type === "intent" && (
              <>
                <span>{option.text}</span>
                {option.text !== option.name && <span className={classes.name}>{option.name}</span>}
              </>
            )}
            {option.type === "nothing" && t("intentPicker.nothing")}
            {option.type === "make" && t("intentPicker.make", { name: option.name })}
          </div>
        ))}
      </div>
    </div>
  );
}

function optionsFor(
  typed: string,
  intents: readonly NamedIntent[],
  likely: readonly string[],
  { canMake, canBeNothing }: { canMake: boolean; canBeNothing: boolean },
): Option[] {
  const wanted = folded(typed.trim());
  const place = (name: string) => (likely.includes(name) ? likely.indexOf(name) : likely.length);
  const rank = ({ name, title }: NamedIntent) =>
    Number(!folded(name).startsWith(wanted) && !folded(title || name).startsWith(wanted));
  const found = intents
    .filter(({ name, title }) => folded(`${name} ${title ?? ""}`).includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || place(a.name) - place(b.name))
    .slice(0, SHOWN_MAX)
    .map(({ name, title }): Option => ({ type: "intent", intent: name, text: title || name, name }));
  const name = wanted.replaceAll(/[^\p{L}\p{N}]+/gu, "_");
  const isNew = canMake && name !== "" && intents.every((intent) => intent.name !== name);
  return [...found, ...(canBeNothing && wanted === "" ? [{ type: "nothing" } as const] : []), ...(isNew ? [{ type: "make", name } as const] : [])];
}

import { Button, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { CloseIcon } from "@/components/icons";
import { Suggestions } from "@/components/suggestions";

import type { Path } from "../draft";
import { useKnownIntents, useMember } from "../editing";
import classes from "./fields.module.css";
import { NewIntent } from "./new-intent";

interface NamesFieldProps {
  path: Path;
  label: string;
  hint?: string;
  /** Whether they are intents: those of the bot are offered, and a new one can be made. */
  intents?: boolean;
}

/** Several names or texts: each with a button that takes it away, and a field for one more. */
export function NamesField({ path, label, hint, intents = false }: NamesFieldProps) {
  const { t } = useTranslation();
  const [names = [], set] = useMember<string[]>(path);
  const known = useKnownIntents();
  const [typed, setTyped] = useState("");
  const list = useId();
  const missing = intents && known ? names.filter((name) => known.every((intent) => intent.name !== name)) : [];
  const add = () => {
    const name = intents ? typed.trim().replaceAll(/\s+/g, "_") : typed.trim();
    if (name !== "" && !names.includes(name)) set([...names, name]);
    setTyped("");
  };
  return (
    <div className={classes.names} role="group" aria-label={label}>
      <span className={classes.label}>{label}</span>
      {names.length > 0 && (
        <ul className={classes.chips}>
          {names.map((name) => (
            <li key={name} className={classes.chip}>
              {name}
              <button
                type="button"
                aria-label={t("story.takeAway", { name })}
                onClick={() => set(names.filter((other) => other !== name))}
              >
                <CloseIcon size={13} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.line}>
        <TextInput
          className={classes.grow ?? ""}
          size="xs"
          aria-label={t("story.addTo", { list: label })}
          placeholder={intents ? t("story.intentPlaceholder") : t("story.keywordPlaceholder")}
          {...(intents && { list })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
        <Button size="compact-sm" variant="light" disabled={typed.trim() === ""} onClick={add}>
          {t("story.add")}
        </Button>
      </div>
      {intents && <Suggestions id={list} words={known?.map((intent) => intent.name)} />}
      {hint && <p className={classes.hint}>{hint}</p>}
      {missing.map((name) => (
        <NewIntent key={name} name={name} />
      ))}
    </div>
  );
}

/** One intent; a name that is not there yet can be made one. */
export function IntentField({ path, label, hint }: Omit<NamesFieldProps, "intents">) {
  const { t } = useTranslation();
  const [name = "", set] = useMember<string>(path);
  const known = useKnownIntents();
  const list = useId();
  const isMissing = name !== "" && known !== undefined && known.every((intent) => intent.name !== name);
  return (
    <div className={classes.names}>
      <TextInput
        label={label}
        description={hint}
        inputWrapperOrder={["label", "input", "description"]}
        placeholder={t("story.intentPlaceholder")}
        list={list}
        value={name}
        onChange={(event) => set(event.currentTarget.value.replaceAll(/\s+/g, "_"))}
      />
      <Suggestions id={list} words={known?.map((intent) => intent.name)} />
      {isMissing && <NewIntent name={name} />}
    </div>
  );
}

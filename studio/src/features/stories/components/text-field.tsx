import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useId } from "react";

import { Suggestions } from "@/components/suggestions";

import type { Path } from "../draft";
import { useMember } from "../editing";
import classes from "./fields.module.css";

interface FieldProps {
  path: Path;
  label: string;
  hint?: string | undefined;
  placeholder?: string;
}

/** A word or a line of the story. */
export function TextField({ path, label, hint, placeholder, suggestions }: FieldProps & { suggestions?: readonly string[] }) {
  const [value = "", set] = useMember<string>(path);
  const list = useId();
  return (
    <>
      <TextInput
        label={label}
        description={hint}
        inputWrapperOrder={["label", "input", "description"]}
        placeholder={placeholder ?? ""}
        {...(suggestions && { list })}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {suggestions && <Suggestions id={list} words={suggestions} />}
    </>
  );
}

/** A whole number of the story; empty, it is not said. */
export function NumberField({ path, label, hint, placeholder }: FieldProps) {
  const [value, set] = useMember<number>(path);
  return (
    <TextInput
      className={classes.number ?? ""}
      type="number"
      min={0}
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description"]}
      placeholder={placeholder ?? ""}
      value={value ?? ""}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        set(typed === "" ? undefined : Math.max(0, Math.round(Number(typed))));
      }}
    />
  );
}

/** One of a few words of the story; the first stands for none. */
export function ChoiceField({ path, label, hint, choices }: FieldProps & { choices: readonly { value: string; label: string }[] }) {
  const [value = "", set] = useMember<string>(path);
  const first = choices[0]?.value;
  return (
    <NativeSelect
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description"]}
      value={value || first || ""}
      data={[...choices]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        set(value === first ? undefined : value);
      }}
    />
  );
}

/** Something that is so or not. */
export function YesField({ path, label, hint }: FieldProps) {
  const [value = false, set] = useMember<boolean>(path);
  return (
    <Checkbox
      label={label}
      description={hint}
      checked={value}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

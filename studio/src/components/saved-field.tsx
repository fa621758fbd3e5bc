import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

interface SavedFieldProps {
  label: string;
  hint?: string;
  value: string;
  placeholder?: string;
  lang?: string;
  /** Whether it has several lines. */
  lines?: boolean;
  /** What is typed in it, where it has one line. */
  type?: "text" | "number" | "datetime-local";
  disabled?: boolean;
  onSave: (value: string) => void;
}

/** A field whose text is saved when one goes on; Escape brings back what was. Mount it anew (`key`) for what was read anew. */
export function SavedField({ label, hint, value, placeholder = "", lang, lines = false, type = "text", disabled = false, onSave }: SavedFieldProps) {
  const [typed, setTyped] = useState(value);
  const save = () => {
    if (typed.trim() !== value.trim()) onSave(typed.trim());
  };
  const shared = {
    label,
    description: hint,
    inputWrapperOrder: ["label", "input", "description"] as ("label" | "input" | "description")[],
    value: typed,
    placeholder,
    disabled,
    ...(lang && { lang }),
    onBlur: save,
  };
  if (lines) {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={14}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setTyped(value);
        }}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      type={type}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyped(value);
        if (event.key === "Enter" && !event.nativeEvent.isComposing) save();
      }}
    />
  );
}

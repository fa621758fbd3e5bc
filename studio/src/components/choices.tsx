import { useId } from "react";

import classes from "./choices.module.css";

interface Choice<T extends string> {
  value: T;
  text: string;
  /** The language of the text, when it is another than the page's. */
  lang?: string;
  /** The text in full, when it is an abbreviation. */
  title?: string;
}

interface ChoicesProps<T extends string> {
  label: string;
  value: string;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}

/** A few choices side by side, one of them taken: radio buttons, with the keys of these. */
export function Choices<T extends string>({ label, value, choices, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className={classes.choices} aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className={classes.choice} title={choice.title}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            aria-label={choice.title}
            lang={choice.lang}
          />
          <span lang={choice.lang} aria-hidden={choice.title !== undefined}>
            {choice.text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

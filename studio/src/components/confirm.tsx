import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import classes from "./confirm.module.css";

interface ConfirmProps {
  label: string;
  /** What is lost, as a question. */
  question: string;
  isPending: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  /** The button's name for those who listen, where its words alone do not tell which. */
  name?: string;
}

/** A button for what cannot be taken back: it asks once. */
export function Confirm({ label, question, isPending, disabled = false, onConfirm, name }: ConfirmProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={name}
        className={classes.bad ?? ""}
        loading={isPending}
        disabled={disabled}
        onClick={() => dialog.current?.showModal()}
      >
        {label}
      </Button>
      <dialog ref={dialog} className={classes.dialog} aria-label={question}>
        <p>{question}</p>
        <form method="dialog" className={classes.row}>
          <Button variant="default" type="submit">
            {t("app.cancel")}
          </Button>
          <Button className={classes.bad ?? ""} variant="light" type="submit" onClick={onConfirm}>
            {label}
          </Button>
        </form>
      </dialog>
    </>
  );
}

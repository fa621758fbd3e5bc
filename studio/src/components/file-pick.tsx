import { Input } from "@mantine/core";
import { useId } from "react";

import classes from "./file-pick.module.css";

interface FilePickProps {
  label: string;
  hint: string;
  /** Endings and types, as in HTML. */
  accept: string;
  file: File | null;
  onPick: (file: File | null) => void;
}

/** A file of the one who uses Studio: picked, or dropped on the field. */
export function FilePick({ label, hint, accept, file, onPick }: FilePickProps) {
  const id = useId();
  return (
    <Input.Wrapper id={id} label={label} description={hint}>
      <input
        id={id}
        className={classes.pick}
        type="file"
        accept={accept}
        data-picked={file !== null}
        onChange={(event) => onPick(event.currentTarget.files?.[0] ?? null)}
      />
    </Input.Wrapper>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";
import { Said } from "@/components/said";

import type { Conflict, StoryEditing } from "../use-story-editor";
import classes from "./story-editor.module.css";

/** Somebody else changed the story: nothing is lost, and one says how it goes on. */
export function ConflictNotice({ editor, conflict }: { editor: StoryEditing; conflict: Conflict }) {
  const { t } = useTranslation();
  const { theirs, disputed } = conflict;
  if (theirs === null) {
    return (
      <div className={classes.conflict} role="alert">
        <p>{t("story.conflict.gone")}</p>
        <Button size="compact-md" loading={editor.again.isPending} onClick={() => editor.again.mutate(editor.now)}>
          {t("story.conflict.again")}
        </Button>
        {editor.again.error !== null && <Said problem>{problemInWords(editor.again.error, t)}</Said>}
      </div>
    );
  }
  return (
    <div className={classes.conflict} role="alert">
      <p>
        {t("story.conflict.changed")}{" "}
        {disputed.length > 0
          ? t("story.conflict.disputed", { parts: disputed.join(", ") })
          : t("story.conflict.apart")}
      </p>
      <Button size="compact-md" onClick={() => editor.takeBoth(theirs)}>
        {t(disputed.length > 0 ? "story.conflict.mine" : "story.conflict.both")}
      </Button>
      <Button size="compact-md" variant="default" onClick={() => editor.takeTheirs(theirs)}>
        {t("story.conflict.theirs")}
      </Button>
    </div>
  );
}

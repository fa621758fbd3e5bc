import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

import { useFocus } from "@/components/use-focus";

import classes from "./story-editor.module.css";

/** Nobody loses what is not saved by going elsewhere. */
export function LeaveGuard({ isChanged, story }: { isChanged: boolean; story: string }) {
  const { t } = useTranslation();
  const focus = useFocus();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    const stays =
      currentLocation.pathname === nextLocation.pathname &&
      new URLSearchParams(nextLocation.search).get("story") === story;
    return isChanged && !stays && nextLocation.state?.leaving !== true;
  });
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener("beforeunload", ask);
    return () => globalThis.removeEventListener("beforeunload", ask);
  }, [isChanged]);
  if (blocker.state !== "blocked") return null;
  return (
    <div className={classes.conflict} role="alert">
      <p>{t("story.leaving")}</p>
      <Button size="compact-md" ref={focus} onClick={() => blocker.reset()}>
        {t("story.stay")}
      </Button>
      <Button size="compact-md" variant="default" onClick={() => blocker.proceed()}>
        {t("story.leave")}
      </Button>
    </div>
  );
}

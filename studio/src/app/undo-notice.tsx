import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { client, dataOf } from "@/lib/api/client";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { nameOf } from "@/lib/bots/bot-names";
import { botChanged, pathOf } from "@/lib/bots/bot-queries";
import type { Step } from "@/lib/undo/steps";
import { forgetStep, noteTurn, useSteps } from "@/lib/undo/undo";

import classes from "./undo-notice.module.css";

/** How long one is told of a change. */
const SHOWN_MS = 12_000;

/** What was changed last, and taking it back: by the button, or by Ctrl-Z outside of fields. */
export function UndoNotice({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { done, undone, last } = useSteps();
  const [closed, setClosed] = useState<unknown>();
  const ofBot = (step: Step) => step.bot === nameOf(bot);
  const toUndo = done.findLast(ofBot);
  const toRedo = undone.findLast(ofBot);
  const turning = useMutation({
    mutationFn: async ({ step, how }: { step: Step; how: "undone" | "redone" }) => {
      const { revision } = await dataOf(
        client.POST("/api/v1/bots/{namespace}/{name}/undo", {
          params: { path: pathOf(bot) },
          body: { revisions: [...step.revisions] },
        }),
      );
      noteTurn(step, revision, how);
    },
    onError: (_, { step }) => forgetStep(step),
    onSettled: () => {
      // Not waited for: whoever presses the keys again at once goes on.
      void botChanged(queries, bot);
    },
  });
  const turn = (step: Step | undefined, how: "undone" | "redone") => {
    if (step !== undefined && !turning.isPending) turning.mutate({ step, how });
  };
  useUndoKeys(
    () => turn(toUndo, "undone"),
    () => turn(toRedo, "redone"),
  );

  const isFailed = turning.isError && last === undefined;
  const said = isFailed ? turning.error : last;
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setClosed(said), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const isShown = said !== undefined && said !== closed && (isFailed || (last && ofBot(last.step)));
  return (
    <div className={classes.region} role="status" aria-label={t("undo.region")}>
      {isShown && (
        <div className={classes.notice} data-problem={isFailed}>
          <span className={classes.text}>
            {isFailed
              ? t("undo.failed", { why: problemInWords(turning.error, t) })
              : last && saidOf(last, t)}
          </span>
          {last?.how === "undone" && toRedo !== undefined && (
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={t("undo.redoThis", { what: whatOf(toRedo, t) })}
              loading={turning.isPending}
              onClick={() => turn(toRedo, "redone")}
            >
              {t("undo.redo")}
            </Button>
          )}
          {!isFailed && last?.how !== "undone" && toUndo !== undefined && (
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={t("undo.undoThis", { what: whatOf(toUndo, t) })}
              loading={turning.isPending}
              onClick={() => turn(toUndo, "undone")}
            >
              {t("undo.undo")}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            aria-label={t("undo.close")}
            onClick={() => setClosed(said)}
          >
            ✕
          </Button>
        </div>
      )}
    </div>
  );
}

function saidOf({ step, how }: { step: Step; how: "changed" | "undone" | "redone" }, t: TFunction): string {
  return t(`undo.${how === "changed" && step.isRemoved ? "removed" : how}`, { what: whatOf(step, t) });
}

function whatOf({ object, name }: Step, t: TFunction): string {
  const kind = t(`object.${object as "story"}`);
  return name === undefined ? kind : `${kind} “${name}”`;
}

/** Ctrl-Z, and Ctrl-Shift-Z or Ctrl-Y, where no field and no screen has a use for them itself. */
function useUndoKeys(undo: () => void, redo: () => void): void {
  const acts = useRef({ undo, redo });
  useEffect(() => {
    acts.current = { undo, redo };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      if (isField(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) acts.current.redo();
      else acts.current.undo();
    };
    globalThis.addEventListener("keydown", press);
    return () => globalThis.removeEventListener("keydown", press);
  }, []);
}

/** Whether what is typed can be taken back there. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    return !["checkbox", "radio", "button", "submit", "range", "file", "color"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

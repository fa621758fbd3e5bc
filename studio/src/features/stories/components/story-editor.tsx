import { lazy, Suspense, useMemo, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { useObstacle } from "@/components/changeable";
import { Choices } from "@/components/choices";
import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import type { BotSummary, TalkEvent } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";

import type { StoredDraft } from "../api";
import { EditingContext } from "../editing";
import { partsOf } from "../parts";
import { useRehearsal } from "../use-rehearsal";
import { useStoryEditor } from "../use-story-editor";
import { ConflictNotice } from "./conflict-notice";
import { EditorBar } from "./editor-bar";
import { FindingsList } from "./findings-list";
import { LeaveGuard } from "./leave-guard";
import { OutlineView } from "./outline-view";
import { PartForm } from "./part-form";
import { PreviewPanel } from "./preview-panel";
import classes from "./story-editor.module.css";
import { TextView } from "./text-view";

/** The canvas with its library is loaded when somebody wants to see it. */
const CanvasView = lazy(async () => {
  const { CanvasView } = await import("./canvas-view");
  return { default: CanvasView };
});

const VIEWS = ["canvas", "outline", "text"] as const;
const SIDES = ["edit", "try"] as const;

/** A story as canvas, outline and text, with the fields of what is chosen and a live preview. */
export function StoryEditor({ bot, opened }: { bot: BotSummary; opened: StoredDraft }) {
  const { t, i18n } = useTranslation();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((view) => view === params.get("view")) ?? "canvas";
  const obstacle = useObstacle("author");
  const mayWrite = obstacle === undefined;
  const editor = useStoryEditor(bot, opened);
  const [locale, setLocale] = useState(() => localeFor(bot, i18n.language));
  const [connector, setConnector] = useState("web");
  const [events, setEvents] = useState<readonly TalkEvent[]>([]);
  const [side, setSide] = useState<(typeof SIDES)[number]>("edit");
  const [chosen, setChosen] = useState<string>();
  const { now: draft, change } = editor;
  const parts = useMemo(() => partsOf(draft, locale, t), [draft, locale, t]);
  const part = parts.find(({ id }) => id === chosen) ?? parts[0];
  const rehearsal = useRehearsal(bot, draft, { locale, connector, events }, mayWrite);
  const editing = useMemo(() => ({ bot, draft, locale, change }), [bot, draft, locale, change]);
  const choose = (id: string) => {
    setChosen(id);
    setSide("edit");
  };
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (!mayWrite) return;
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (key === "s") editor.save();
    else if (isRedo && editor.canRedo) editor.redo();
    else if (key === "z" && !isRedo && editor.canUndo) editor.undo();
    else return;
    event.preventDefault();
  };
  return (
    <EditingContext value={editing}>
      {/* The keys that save and take back work in everything below. */}
      <div className={classes.editor} role="presentation" onKeyDown={press}>
        <EditorBar bot={bot} editor={editor} mayWrite={mayWrite} />
        {obstacle !== undefined && <Said>{obstacle}</Said>}
        {editor.conflict && <ConflictNotice editor={editor} conflict={editor.conflict} />}
        <LeaveGuard isChanged={editor.isChanged} story={draft.story.name} />
        <div className={classes.tools}>
          <Choices
            label={t("story.view")}
            value={view}
            choices={VIEWS.filter((view) => mayWrite || view !== "text").map((value) => ({ value, text: t(`story.views.${value}`) }))}
            onChange={(view) => setParams({ story: draft.story.name, view }, { replace: true })}
          />
          {bot.locales.length > 1 && (
            <Choices
              label={t("story.language")}
              value={locale}
              choices={bot.locales.map((value) => ({ value, text: languageName(value), lang: value }))}
              onChange={setLocale}
            />
          )}
          {mayWrite && (
            <div className={classes.side}>
            <Choices
              label={t("story.side")}
              value={side}
              choices={SIDES.map((value) => ({ value, text: t(`story.sides.${value}`) }))}
              onChange={setSide}
            />
          </div>
          )}
        </div>
        <div className={classes.main}>
          <div className={classes.view}>
            {view === "canvas" && (
              <Suspense>
                <CanvasView parts={parts} chosen={part?.id ?? ""} findings={rehearsal.data?.findings} onChoose={choose} />
              </Suspense>
            )}
            {view === "outline" && (
              <OutlineView parts={parts} chosen={part?.id ?? ""} findings={rehearsal.data?.findings} onChoose={choose} />
            )}
            {view === "text" && <TextView written={rehearsal.data?.text} />}
            <FindingsList rehearsal={rehearsal} onChoose={choose} />
          </div>
          <aside className={classes.panel} aria-label={t(`story.sides.${side}`)}>
            {side === "try" ? (
              <PreviewPanel
                connector={connector}
                onConnector={setConnector}
                events={events}
                onEvents={setEvents}
                rehearsal={rehearsal}
              />
            ) : (
              part && (
                <fieldset className={classes.fields} disabled={!mayWrite}>
                  <PartForm
                    key={`${part.id} ${locale}`}
                    part={part}
                    takesFocus={part.id === chosen}
                    onChoose={choose}
                  />
                </fieldset>
              )
            )}
          </aside>
        </div>
      </div>
    </EditingContext>
  );
}

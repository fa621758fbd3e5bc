import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { PlusIcon, TrashIcon } from "@/components/icons";
import type { ActionTemplate, ButtonTemplate, QuickReplyTemplate } from "@/lib/api/types";

import { at, type Path, withAt, withItem, withNewLabel, withoutItem } from "../draft";
import { useEditing } from "../editing";
import classes from "./fields.module.css";
import { IntentField } from "./intents-field";
import { LabelField } from "./label-field";
import { TextField } from "./text-field";

type Kind = ActionTemplate["type"] | "title";

const OF_QUICK_REPLIES: readonly Kind[] = ["title", "intent", "say", "location"];
const OF_BUTTONS: readonly Kind[] = ["intent", "say", "url", "call", "location"];

/** Buttons, which stay, or quick replies, which go once one was used. */
export function ButtonsForm({ path, quick = false }: { path: Path; quick?: boolean }) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const buttons = (at(draft.story, path) as (ButtonTemplate | QuickReplyTemplate)[] | undefined) ?? [];
  const name = t(quick ? "story.quickReplies" : "story.buttons");
  const add = () => {
    const { draft: labelled, key } = withNewLabel(draft);
    const button = quick ? { title: key } : { title: key, action: { type: "url", url: "https://" } };
    change({ ...labelled, story: withItem(labelled.story, path, button) });
  };
  return (
    <div className={classes.buttons} role="group" aria-label={name}>
      {buttons.map((button, position) => (
        // Buttons have no name of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <ButtonFields key={position} path={[...path, position]} action={button.action} quick={quick} />
      ))}
      <Button size="compact-sm" variant="subtle" leftSection={<PlusIcon size={14} />} onClick={add}>
        {t(quick ? "story.addQuickReply" : "story.addButton")}
      </Button>
    </div>
  );
}

interface ButtonFieldsProps {
  path: Path;
  action: ActionTemplate | undefined;
  quick: boolean;
}

function ButtonFields({ path, action, quick }: ButtonFieldsProps) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const kinds = quick ? OF_QUICK_REPLIES : OF_BUTTONS;
  const number = Number(path.at(-1)) + 1;
  const place: Path = [...path, "action"];
  const become = (kind: Kind) => {
    if (kind === "say") {
      const { draft: labelled, key } = withNewLabel(draft);
      change({ ...labelled, story: withAt(labelled.story, place, { type: kind, text: key }) });
      return;
    }
    const actions = {
      title: undefined,
      intent: { type: "intent", intent: "" },
      url: { type: "url", url: "https://" },
      call: { type: "call", number: "" },
      location: { type: "location" },
    } satisfies Record<Exclude<Kind, "say">, ActionTemplate | undefined>;
    change({ ...draft, story: withAt(draft.story, place, actions[kind]) });
  };
  return (
    <div className={classes.card}>
      <div className={classes.line}>
        <NativeSelect
          size="xs"
          className={classes.grow ?? ""}
          aria-label={t("story.buttonDoes", { number })}
          value={action?.type ?? "title"}
          data={kinds.map((kind) => ({ value: kind, label: t(`story.does.${kind}`) }))}
          onChange={(event) => become(event.currentTarget.value as Kind)}
        />
        <ActionIcon
          variant="subtle"
          aria-label={t("story.removeButton", { number })}
          onClick={() => change({ ...draft, story: withoutItem(draft.story, path) })}
        >
          <TrashIcon size={16} />
        </ActionIcon>
      </div>
      <LabelField path={[...path, "title"]} label={t("story.buttonTitle")} />
      {action?.type === "intent" && (
        <>
          <IntentField path={[...place, "intent"]} label={t("story.intent")} />
          <TextField path={[...place, "step"]} label={t("story.stepName")} />
        </>
      )}
      {action?.type === "say" && <LabelField path={[...place, "text"]} label={t("story.said")} />}
      {action?.type === "url" && <TextField path={[...place, "url"]} label={t("story.address")} />}
      {action?.type === "call" && <TextField path={[...place, "number"]} label={t("story.phone")} />}
    </div>
  );
}

import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { DownIcon, PlusIcon, TrashIcon, UpIcon } from "@/components/icons";
import type { Answer, AnswerContent } from "@/lib/api/types";

import { at, type Path, withAt, withItem, withMoved, withNewAnswer, withNewLabel, withoutItem } from "../draft";
import { useEditing } from "../editing";
import { ContentFields } from "./content-fields";
import classes from "./fields.module.css";
import { NumberField } from "./text-field";
import { WhenField } from "./when-field";

/** Kinds of answers, in the order in which they are offered. */
const KINDS = [
  "text", "card", "carousel", "file", "http", "program", "set", "remember", "forget", "hand_over", "notify", "custom",
] as const satisfies readonly AnswerContent["type"][];
type Kind = (typeof KINDS)[number];

/** An answer of a kind that says nothing yet. */
function emptyContent(kind: Exclude<Kind, "text">): AnswerContent {
  switch (kind) {
    case "card":
      return { type: kind, card: {} };
    case "carousel":
      return { type: kind, cards: [{}] };
    case "file":
      return { type: kind, file: { url: "https://", name: "", media: "image" } };
    case "http":
      return { type: kind, url: "https://" };
    case "set":
      return { type: kind, variable: "", value: "" };
    case "remember":
      return { type: kind, name: "", value: "" };
    case "notify":
      return { type: kind, user: "", intent: "" };
    case "custom":
      return { type: kind, connector: "web", payload: {} };
    default:
      return { type: kind };
  }
}

/** What the bot says, in order. */
export function AnswersForm({ path, empty }: { path: Path; empty: string }) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const answers = (at(draft.story, path) as Answer[] | undefined) ?? [];
  return (
    <div className={classes.answers} role="group" aria-label={t("story.answers")}>
      {answers.length === 0 && <p className={classes.hint}>{empty}</p>}
      <ol className={classes.cards}>
        {answers.map((answer, position) => (
          // Answers have no name of their own; their fields show what the story says.
          // oxlint-disable-next-line react/no-array-index-key
          <AnswerForm key={`${position} ${answer.content.type}`} path={[...path, position]} of={answers.length} />
        ))}
      </ol>
      <div className={classes.line}>
        <Button
          size="compact-md"
          variant="light"
          leftSection={<PlusIcon size={15} />}
          onClick={() => change(withNewAnswer(draft, path))}
        >
          {t("story.addAnswer")}
        </Button>
        <NativeSelect
          size="xs"
          aria-label={t("story.addOther")}
          value=""
          data={[
            { value: "", label: t("story.addOther") },
            ...KINDS.filter((kind) => kind !== "text").map((kind) => ({ value: kind, label: t(`story.kinds.${kind}`) })),
          ]}
          onChange={(event) => {
            const kind = event.currentTarget.value as Exclude<Kind, "text">;
            change({ ...draft, story: withItem(draft.story, path, { content: emptyContent(kind) }) });
          }}
        />
      </div>
    </div>
  );
}

function AnswerForm({ path, of }: { path: Path; of: number }) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const answer = at(draft.story, path) as Answer;
  const position = Number(path.at(-1));
  const number = position + 1;
  const move = (by: number) => change({ ...draft, story: withMoved(draft.story, path, by) });
  const become = (kind: Kind) => {
    if (kind !== "text") {
      change({ ...draft, story: withAt(draft.story, [...path, "content"], emptyContent(kind)) });
      return;
    }
    const { draft: labelled, key } = withNewLabel(draft);
    const content: AnswerContent = { type: kind, text: key };
    change({ ...labelled, story: withAt(labelled.story, [...path, "content"], content) });
  };
  return (
    <li className={classes.card} aria-label={t("story.answer", { number })}>
      <div className={classes.line}>
        <NativeSelect
          size="xs"
          className={classes.grow ?? ""}
          aria-label={t("story.kindOfAnswer", { number })}
          value={answer.content.type}
          data={KINDS.map((kind) => ({ value: kind, label: t(`story.kinds.${kind}`) }))}
          onChange={(event) => become(event.currentTarget.value as Kind)}
        />
        <ActionIcon variant="subtle" aria-label={t("story.up", { number })} disabled={position === 0} onClick={() => move(-1)}>
          <UpIcon size={16} />
        </ActionIcon>
        <ActionIcon variant="subtle" aria-label={t("story.down", { number })} disabled={number === of} onClick={() => move(1)}>
          <DownIcon size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          aria-label={t("story.removeAnswer", { number })}
          onClick={() => change({ ...draft, story: withoutItem(draft.story, path) })}
        >
          <TrashIcon size={16} />
        </ActionIcon>
      </div>
      <ContentFields path={[...path, "content"]} content={answer.content} />
      <details className={classes.more} open={answer.when !== undefined}>
        <summary>{t("story.whenAndWait")}</summary>
        <div className={classes.fields}>
          <WhenField path={[...path, "when"]} label={t("story.when")} />
          <NumberField path={[...path, "delay_ms"]} label={t("story.delay")} placeholder="0" />
        </div>
      </details>
    </li>
  );
}

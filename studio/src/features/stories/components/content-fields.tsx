import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PlusIcon } from "@/components/icons";
import type { AnswerContent, CardTemplate } from "@/lib/api/types";

import { type Path, withItem, withoutItem } from "../draft";
import { useEditing, useMember } from "../editing";
import { ButtonsForm } from "./buttons-form";
import classes from "./fields.module.css";
import { IntentField, NamesField } from "./intents-field";
import { LabelField } from "./label-field";
import { NumberField, TextField } from "./text-field";

/** The fields of an answer of one kind. */
export function ContentFields({ path, content }: { path: Path; content: AnswerContent }) {
  const { t } = useTranslation();
  const member = (name: string): Path => [...path, name];
  switch (content.type) {
    case "text":
      return (
        <>
          <LabelField path={member("text")} label={t("story.says")} />
          <ButtonsForm path={member("quick_replies")} quick />
          <ButtonsForm path={member("buttons")} />
        </>
      );
    case "card":
      return (
        <>
          <CardFields path={member("card")} />
          <ButtonsForm path={member("quick_replies")} quick />
        </>
      );
    case "carousel":
      return (
        <>
          <CarouselFields path={member("cards")} cards={content.cards} />
          <ButtonsForm path={member("quick_replies")} quick />
        </>
      );
    case "file":
      return <FileFields path={member("file")} />;
    case "http":
      return (
        <>
          <TextField path={member("url")} label={t("story.webhook")} hint={t("story.webhookHint")} />
          <NumberField path={member("timeout_ms")} label={t("story.timeout")} placeholder="5000" />
          <LabelField path={member("fallback")} label={t("story.fallback")} optional />
        </>
      );
    case "program":
      return <LabelField path={member("fallback")} label={t("story.fallback")} optional />;
    case "set":
      return (
        <>
          <TextField path={member("variable")} label={t("story.variable")} />
          <TextField path={member("value")} label={t("story.value")} hint={t("story.valueHint")} />
        </>
      );
    case "remember":
      return (
        <>
          <TextField path={member("name")} label={t("story.remembered")} />
          <TextField path={member("value")} label={t("story.value")} hint={t("story.valueHint")} />
          <NumberField path={member("for_s")} label={t("story.forSeconds")} />
        </>
      );
    case "forget":
      return <NamesField path={member("roles")} label={t("story.forgotten")} hint={t("story.forgetAll")} />;
    case "hand_over":
      return <LabelField path={member("topic")} label={t("story.topic")} optional />;
    case "notify":
      return (
        <>
          <TextField path={member("user")} label={t("story.user")} hint={t("story.valueHint")} />
          <IntentField path={member("intent")} label={t("story.intent")} />
          <TextField path={member("step")} label={t("story.stepName")} />
        </>
      );
    case "custom":
      return <CustomFields path={path} />;
  }
}

function CardFields({ path }: { path: Path }) {
  const { t } = useTranslation();
  const [file, setFile] = useMember<object>([...path, "file"]);
  return (
    <div className={classes.fields}>
      <LabelField path={[...path, "title"]} label={t("story.title")} optional />
      <LabelField path={[...path, "subtitle"]} label={t("story.subtitle")} optional />
      {file === undefined ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setFile({ url: "https://", name: "", media: "image" })}>
          {t("story.addFile")}
        </Button>
      ) : (
        <>
          <FileFields path={[...path, "file"]} />
          <Button size="compact-sm" variant="subtle" onClick={() => setFile(undefined)}>
            {t("story.removeFile")}
          </Button>
        </>
      )}
      <ButtonsForm path={[...path, "buttons"]} />
    </div>
  );
}

function CarouselFields({ path, cards }: { path: Path; cards: readonly CardTemplate[] }) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  return (
    <ol className={classes.cards}>
      {cards.map((_, position) => (
        // Cards have no name of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={position} className={classes.card} aria-label={t("story.cardNumber", { number: position + 1 })}>
          <CardFields path={[...path, position]} />
          {cards.length > 1 && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => change({ ...draft, story: withoutItem(draft.story, [...path, position]) })}
            >
              {t("story.removeCard", { number: position + 1 })}
            </Button>
          )}
        </li>
      ))}
      <li className={classes.line}>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<PlusIcon size={15} />}
          onClick={() => change({ ...draft, story: withItem(draft.story, path, {}) })}
        >
          {t("story.addCard")}
        </Button>
      </li>
    </ol>
  );
}

function FileFields({ path }: { path: Path }) {
  const { t } = useTranslation();
  const choices = (["image", "audio", "video", "file"] as const).map((value) => ({ value, label: t(`story.media.${value}`) }));
  const [media, setMedia] = useMember<string>([...path, "media"]);
  return (
    <div className={classes.fields}>
      <TextField path={[...path, "url"]} label={t("story.fileAddress")} placeholder="https://" />
      <NativeSelect
        label={t("story.fileKind")}
        value={media ?? "image"}
        data={choices}
        onChange={(event) => setMedia(event.currentTarget.value)}
      />
      <TextField path={[...path, "name"]} label={t("story.fileName")} />
      <LabelField path={[...path, "description"]} label={t("story.fileSeen")} optional />
    </div>
  );
}

/** What one kind of channel alone understands: JSON. */
function CustomFields({ path }: { path: Path }) {
  const { t } = useTranslation();
  const [payload, setPayload] = useMember<unknown>([...path, "payload"]);
  const [typed, setTyped] = useState(() => JSON.stringify(payload ?? {}, null, 2));
  const [isWrong, setWrong] = useState(false);
  return (
    <>
      <TextField path={[...path, "connector"]} label={t("story.connector")} />
      <Textarea
        label={t("story.payload")}
        autosize
        minRows={3}
        maxRows={14}
        value={typed}
        error={isWrong && t("story.payloadWrong")}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setTyped(value);
          try {
            setPayload(JSON.parse(value));
            setWrong(false);
          } catch {
            setWrong(true);
          }
        }}
      />
    </>
  );
}

import { TextInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { Suggestions } from "@/components/suggestions";
import type { EntityUse } from "@/lib/api/types";

import type { Path } from "../draft";
import { useMember } from "../editing";
import { useKnownRoles } from "../roles";
import { AnswersForm } from "./answers-form";
import classes from "./fields.module.css";
import { NamesField } from "./intents-field";
import { TextField } from "./text-field";

/** What must be known before the story answers, and how the bot asks for it. */
export function QuestionForm({ path }: { path: Path }) {
  const { t } = useTranslation();
  const roles = useKnownRoles();
  const [entity, setEntity] = useMember<EntityUse>([...path, "entity"]);
  const list = useId();
  return (
    <>
      <TextInput
        label={t("story.needed")}
        description={t("story.neededHint")}
        inputWrapperOrder={["label", "input", "description"]}
        list={list}
        value={entity?.role ?? ""}
        onChange={(event) => {
          const role = event.currentTarget.value;
          const known = roles.find((one) => one.role === role);
          setEntity({ role, entity_type: known?.entity_type ?? role });
        }}
      />
      <Suggestions id={list} words={roles.map(({ role }) => role)} />
      <TextField path={[...path, "entity", "entity_type"]} label={t("story.entityType")} />
      <h3 className={classes.subheading}>{t("story.asks")}</h3>
      <AnswersForm path={[...path, "ask"]} empty={t("story.noQuestion")} />
      <details className={classes.more}>
        <summary>{t("story.otherReplies")}</summary>
        <NamesField path={[...path, "intents"]} label={t("story.replyIntents")} intents />
      </details>
    </>
  );
}

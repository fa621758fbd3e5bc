import { useTranslation } from "react-i18next";

import { useKnownRoles } from "../roles";
import type { Path } from "../draft";
import { AnswersForm } from "./answers-form";
import classes from "./fields.module.css";
import { IntentField } from "./intents-field";
import { LabelField } from "./label-field";
import { TextField, YesField } from "./text-field";
import { WhenField } from "./when-field";

/** A step: what leads to it, what the bot says there, and where it goes on. */
export function StepForm({ path }: { path: Path }) {
  const { t } = useTranslation();
  const roles = useKnownRoles();
  const trigger: Path = [...path, "trigger"];
  return (
    <>
      <TextField path={[...path, "name"]} label={t("story.name")} hint={t("story.stepNameHint")} />
      <h3 className={classes.subheading}>{t("story.trigger")}</h3>
      <IntentField path={[...trigger, "intent"]} label={t("story.intent")} />
      <details className={classes.more}>
        <summary>{t("story.otherTriggers")}</summary>
        <div className={classes.fields}>
          <TextField path={[...trigger, "entity", "role"]} label={t("story.role")} suggestions={roles.map(({ role }) => role)} />
          <TextField path={[...trigger, "entity", "value"]} label={t("story.entityValue")} hint={t("story.anyValue")} />
          <YesField path={[...trigger, "whole_conversation"]} label={t("story.wholeConversation")} />
          <WhenField path={[...trigger, "when"]} label={t("story.when")} />
        </div>
      </details>
      <h3 className={classes.subheading}>{t("story.answers")}</h3>
      <AnswersForm path={[...path, "answers"]} empty={t("story.noStepAnswers")} />
      <details className={classes.more}>
        <summary>{t("story.buttonAndTarget")}</summary>
        <div className={classes.fields}>
          <LabelField path={[...path, "title"]} label={t("story.stepButton")} optional />
          <IntentField path={[...path, "target"]} label={t("story.target")} hint={t("story.targetHint")} />
        </div>
      </details>
    </>
  );
}

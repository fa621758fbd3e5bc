import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { PlusIcon, TrashIcon } from "@/components/icons";

import { useFocus } from "@/components/use-focus";

import { type Draft, withItem, withNewLabel, withNewStep, withoutItem } from "../draft";
import { useEditing } from "../editing";
import { idOf, type Part } from "../parts";
import { AnswersForm } from "./answers-form";
import classes from "./fields.module.css";
import { QuestionForm } from "./question-form";
import { StartForm } from "./start-form";
import { StepForm } from "./step-form";

interface PartFormProps {
  part: Part;
  /** Whether somebody just chose it: the keyboard goes on here. */
  takesFocus: boolean;
  onChoose: (id: string) => void;
}

/** The fields of the chosen part of a story, and what can be added after it. */
export function PartForm({ part, takesFocus, onChoose }: PartFormProps) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const focus = useFocus();
  const add = (next: Draft, chosen: string) => {
    change(next);
    onChoose(chosen);
  };
  const addQuestion = () => {
    const { draft: labelled, key } = withNewLabel(draft);
    const question = { entity: { entity_type: "", role: "" }, ask: [{ content: { type: "text", text: key } }] };
    const place = labelled.story.mandatory?.length ?? 0;
    add({ ...labelled, story: withItem(labelled.story, ["mandatory"], question) }, idOf(["mandatory", place]));
  };
  const addStep = () => {
    const list = part.kind === "step" ? [...part.path, "steps"] : ["steps"];
    const before = new Set(idsOfSteps(draft, list));
    const next = withNewStep(draft, list);
    const added = idsOfSteps(next, list).find((id) => !before.has(id));
    add(next, added ?? part.id);
  };
  const remove = () => add({ ...draft, story: withoutItem(draft.story, part.path) }, part.from ?? "start");
  return (
    <section className={classes.form} tabIndex={-1} {...(takesFocus && { ref: focus })} aria-label={t(`story.parts.${part.kind}`)}>
      <h2 className={classes.heading}>{t(`story.parts.${part.kind}`)}</h2>
      {part.kind === "start" && <StartForm />}
      {part.kind === "question" && <QuestionForm path={part.path} />}
      {part.kind === "answers" && <AnswersForm path={part.path} empty={t("story.noAnswers")} />}
      {part.kind === "step" && <StepForm path={part.path} />}
      {part.kind === "leave" && (
        <p className={classes.hint}>{t("story.leaves", { name: part.title })}</p>
      )}
      <div className={classes.after}>
        {part.kind === "start" && (
          <Button size="compact-md" variant="light" leftSection={<PlusIcon size={15} />} onClick={addQuestion}>
            {t("story.addQuestion")}
          </Button>
        )}
        {(part.kind === "start" || part.kind === "answers" || part.kind === "step") && (
          <Button size="compact-md" variant="light" leftSection={<PlusIcon size={15} />} onClick={addStep}>
            {t(part.kind === "step" ? "story.addStepBelow" : "story.addStep")}
          </Button>
        )}
        {(part.kind === "step" || part.kind === "question") && (
          <Button size="compact-md" variant="subtle" leftSection={<TrashIcon size={15} />} onClick={remove}>
            {t(part.kind === "step" ? "story.removeStep" : "story.removeQuestion")}
          </Button>
        )}
      </div>
    </section>
  );
}

function idsOfSteps({ story }: Draft, list: readonly (string | number)[]): string[] {
  let value: unknown = story;
  for (const key of list) value = (value as Record<string | number, unknown> | undefined)?.[key];
  return ((value as unknown[] | undefined) ?? []).map((_, position) => idOf([...list, position]));
}

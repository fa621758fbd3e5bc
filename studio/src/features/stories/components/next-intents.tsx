import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { PlusIcon } from "@/components/icons";

import { withItem, withoutItem } from "../draft";
import { useEditing, useMember } from "../editing";
import classes from "./fields.module.css";
import { IntentField } from "./intents-field";

/** What may be said after the story's answer, and what is likelier than else. */
export function NextIntents() {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const next = draft.story.next_intents ?? [];
  return (
    <div className={classes.names} role="group" aria-label={t("story.nextIntents")}>
      <span className={classes.label}>{t("story.nextIntents")}</span>
      <p className={classes.hint}>{t("story.nextIntentsHint")}</p>
      {next.map((_, position) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={position} className={classes.card}>
          <IntentField path={["next_intents", position, "intent"]} label={t("story.intent")} />
          <Modifier position={position} />
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => change({ ...draft, story: withoutItem(draft.story, ["next_intents", position]) })}
          >
            {t("story.takeAway", { name: next[position]?.intent ?? "" })}
          </Button>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<PlusIcon size={14} />}
        onClick={() => change({ ...draft, story: withItem(draft.story, ["next_intents"], { intent: "" }) })}
      >
        {t("story.addNextIntent")}
      </Button>
    </div>
  );
}

function Modifier({ position }: { position: number }) {
  const { t } = useTranslation();
  const [modifier, setModifier] = useMember<number>(["next_intents", position, "modifier"]);
  return (
    <TextInput
      type="number"
      step={0.05}
      min={-1}
      max={1}
      label={t("story.modifier")}
      placeholder="0"
      value={modifier ?? ""}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setModifier(typed === "" ? undefined : Number(typed));
      }}
    />
  );
}

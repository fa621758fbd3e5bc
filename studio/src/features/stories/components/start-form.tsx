import { useTranslation } from "react-i18next";

import classes from "./fields.module.css";
import { ChannelRules } from "./channel-rules";
import { NamesField } from "./intents-field";
import { NextIntents } from "./next-intents";
import { ChoiceField, NumberField, TextField, YesField } from "./text-field";

const KINDS = ["intent", "hello", "unknown", "goodbye", "no_input", "attachment", "location"] as const;
const BARE_VALUES = ["anywhere", "within_steps", "nowhere"] as const;
const SWITCHES = ["", "off", "on"] as const;

/** What starts a story, and its rules. */
export function StartForm() {
  const { t } = useTranslation();
  return (
    <>
      <NamesField path={["starters"]} label={t("story.starters")} hint={t("story.startersHint")} intents />
      <ChoiceField
        path={["kind"]}
        label={t("story.kind")}
        choices={KINDS.map((value) => ({ value, label: t(`story.startKinds.${value}`) }))}
      />
      <TextField path={["description"]} label={t("story.description")} />
      <TextField path={["category"]} label={t("story.category")} hint={t("story.categoryHint")} />
      <details className={classes.more}>
        <summary>{t("story.rules")}</summary>
        <div className={classes.fields}>
          <YesField path={["disabled"]} label={t("story.disabled")} />
          <NamesField path={["keywords"]} label={t("story.keywords")} hint={t("story.keywordsHint")} />
          <NamesField path={["secondary"]} label={t("story.secondary")} hint={t("story.secondaryHint")} intents />
          <NextIntents />
          <TextField path={["redirects_to"]} label={t("story.redirects")} hint={t("story.redirectsHint")} />
          <TextField path={["ends_with"]} label={t("story.endsWith")} hint={t("story.endsWithHint")} />
          <NumberField path={["ask_again"]} label={t("story.askAgain")} hint={t("story.askAgainHint")} placeholder="0" />
          <YesField path={["insists"]} label={t("story.insists")} />
          <ChoiceField
            path={["bare_values"]}
            label={t("story.bareValues")}
            choices={BARE_VALUES.map((value) => ({ value, label: t(`story.bare.${value}`) }))}
          />
          <ChoiceField
            path={["switches_bot"]}
            label={t("story.switchesBot")}
            choices={SWITCHES.map((value) => ({ value, label: t(`story.switches.${value || "no"}`) }))}
          />
          <TextField path={["flag"]} label={t("story.flag")} hint={t("story.flagHint")} />
          <ChannelRules />
        </div>
      </details>
    </>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { botsQuery } from "@/lib/bots/bots-query";
import { namespacesFor } from "@/lib/session/rights";
import { sessionQuery } from "@/lib/session/session-query";

import { FromFile } from "./from-file";
import classes from "./new-bot.module.css";
import { NewBotForm } from "./new-bot-form";

/** What a bot begins with. */
const BEGINNINGS = ["sample", "empty", "file"] as const;
type BeginningChoice = (typeof BEGINNINGS)[number];

/** The namespace of who has none yet. */
const FIRST_NAMESPACE = "app";

/** Makes a bot: from the sample, from nothing, or from what one has. */
export function NewBotPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const bots = useQuery(botsQuery);
  const [beginning, setBeginning] = useState<BeginningChoice>("sample");
  if (session.data === undefined || bots.data === undefined) {
    const query = session.data === undefined ? session : bots;
    return <QueryNotice query={query} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const known = [FIRST_NAMESPACE, ...bots.data.map((bot) => bot.namespace)];
  const namespaces = namespacesFor(session.data, "administer", known);
  if (namespaces.length === 0) {
    return (
      <Notice icon={<AlertIcon size={24} />} title={t("rights.notHere")}>
        <p>{t("rights.needs", { right: t("rights.names.administer") })}</p>
      </Notice>
    );
  }
  return (
    <Page title={t("newBot.heading")} hint={t("newBot.hint")}>
      <Block title={t("newBot.beginning")}>
        <div className={classes.beginnings} role="radiogroup" aria-label={t("newBot.beginning")}>
          {BEGINNINGS.map((one) => (
            <label key={one} className={classes.beginning}>
              <input
                type="radio"
                name="beginning"
                value={one}
                checked={one === beginning}
                onChange={() => setBeginning(one)}
              />
              <strong>{t(`newBot.beginnings.${one}`)}</strong>
              <span>{t(`newBot.beginningHints.${one}`)}</span>
            </label>
          ))}
        </div>
      </Block>
      {beginning === "file" ? (
        <FromFile namespaces={namespaces} />
      ) : (
        <NewBotForm key={beginning} namespaces={namespaces} from={beginning} />
      )}
    </Page>
  );
}

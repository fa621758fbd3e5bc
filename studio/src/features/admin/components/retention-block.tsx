import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary } from "@/lib/api/types";

import { privacyQuery, type Scope, SCOPES } from "../retention";
import { RetentionForm } from "./retention-form";

/** How long what people say is kept, and what of it is hidden: in the whole namespace, or for one bot. */
export function RetentionBlock({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<Scope>("namespace");
  const privacy = useQuery(privacyQuery(bot, scope));
  const words = { namespace: bot.namespace, title: bot.title };
  return (
    <Block title={t("retention.heading")}>
      <Choices
        label={t("retention.scope")}
        value={scope}
        choices={SCOPES.map((value) => ({ value, text: t(`retention.scopes.${value}`, words) }))}
        onChange={setScope}
      />
      {privacy.data === undefined ? (
        <QueryNotice query={privacy} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : (
        <RetentionForm key={scope} bot={bot} scope={scope} read={privacy.data} />
      )}
    </Block>
  );
}

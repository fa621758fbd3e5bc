import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { SwitchIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";

import { flagsQuery } from "../api";
import { FlagBlock } from "./flag-block";
import { NewFlag } from "./new-flag";

/** What is on for some users, for some time, on some channels. */
export function FlagsPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const flags = useQuery(flagsQuery(bot));
  if (flags.data === undefined) {
    return <QueryNotice query={flags} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  return (
    <Page title={t("flags.heading")} hint={t("flags.hint")}>
      <NewFlag bot={bot} />
      {flags.data.length === 0 && (
        <Notice icon={<SwitchIcon size={24} />} title={t("flags.noneTitle")}>
          <p>{t("flags.none")}</p>
        </Notice>
      )}
      {flags.data.map((flag) => (
        // Read anew, the fields show what was read.
        <FlagBlock key={`${flag.name} ${flag.etag}`} bot={bot} flag={flag} />
      ))}
    </Page>
  );
}

import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { useBot } from "@/lib/bots/current-bot";
import { useMay } from "@/lib/session/session-query";

import { BotItself } from "./bot-itself";
import { ChangeList } from "./change-list";
import { CheckList } from "./check-list";
import { Comparison } from "./comparison";
import { Files } from "./files";
import { PublishForm } from "./publish-form";
import { VersionList } from "./version-list";

/** From the draft to what users meet: what would change, whether it is sound, and back again. */
export function PublishPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const may = useMay();
  return (
    <Page title={t("publish.heading")} hint={t("publish.hint")}>
      <PublishForm bot={bot} />
      <CheckList bot={bot} />
      <ChangeList bot={bot} />
      <VersionList bot={bot} />
      <Comparison bot={bot} />
      {may("administer", bot) && <Files bot={bot} />}
      {may("administer", bot) && <BotItself bot={bot} />}
    </Page>
  );
}

import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { PalabreChat } from "@/components/palabre-chat";

import classes from "./bot-page.module.css";

/** A page for anybody, with a bot on it: what visitors of a site meet, before there is a site. */
export function BotPage() {
  const { t, i18n } = useTranslation();
  const { publicId = "" } = useParams();
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t("botPage.title")}</h1>
      <div className={classes.chat}>
        <PalabreChat publicId={publicId} locale={i18n.language} />
      </div>
    </main>
  );
}

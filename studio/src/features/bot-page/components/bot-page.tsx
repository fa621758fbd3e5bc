import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";

import classes from "./bot-page.module.css";

/** The script that pages of any site load. */
const WIDGET = "/widget.js";

/** A page for anybody, with a bot on it: what visitors of a site meet, before there is a site. */
export function BotPage() {
  const { t, i18n } = useTranslation();
  const { publicId = "" } = useParams();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (document.querySelector(`script[src="${WIDGET}"]`) !== null) return;
    const script = document.createElement("script");
    script.src = WIDGET;
    script.addEventListener("error", () => setMissing(true));
    document.head.append(script);
  }, []);
  if (isMissing) {
    return (
      <Notice icon={<AlertIcon size={24} />} title={t("botPage.missing")} problem>
        <p>{t("botPage.missingWhy")}</p>
      </Notice>
    );
  }
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t("botPage.title")}</h1>
      <div className={classes.chat}>
        <palabre-chat
          bot={publicId}
          server={globalThis.location.origin}
          locale={i18n.language}
          inline=""
        />
      </div>
    </main>
  );
}

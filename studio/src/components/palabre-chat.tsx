import { useEffect, useState, type Ref } from "react";
import { useTranslation } from "react-i18next";

import { AlertIcon } from "./icons";
import { Notice } from "./notice";
import classes from "./palabre-chat.module.css";

/** The element that the widget's script defines. */
export interface PalabreChatElement extends HTMLElement {
  /** How it would look otherwise. */
  look: object;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "palabre-chat": DetailedHTMLProps<HTMLAttributes<PalabreChatElement>, PalabreChatElement> & {
        bot: string;
        server: string;
        locale: string;
        inline: string;
      };
    }
  }
}

/** The script that pages of any site load. */
const SCRIPT = "/widget.js";

interface PalabreChatProps {
  publicId: string;
  locale: string;
  ref?: Ref<PalabreChatElement>;
}

/** The widget in its place on a page, from the same script as on any other site. */
export function PalabreChat({ publicId, locale, ref }: PalabreChatProps) {
  const { t } = useTranslation();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (document.querySelector(`script[src="${SCRIPT}"]`) !== null) return;
    const script = document.createElement("script");
    script.src = SCRIPT;
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
  const server = globalThis.location.origin;
  return <palabre-chat ref={ref} className={classes.chat} bot={publicId} server={server} locale={locale} inline="" />;
}

import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { BubbleIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { useBot } from "@/lib/bots/current-bot";

import { ConversationList } from "./conversation-list";
import classes from "./conversations.module.css";
import { ConversationView } from "./conversation-view";

/** What was said, and why. The address says which conversation, and which of its turns. */
export function ConversationsPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const id = params.get("conversation");
  const change = (changes: Record<string, string | null>, replace = false) =>
    setParams(
      (params) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === "") params.delete(name);
          else params.set(name, value);
        }
        return params;
      },
      { replace },
    );
  return (
    <div className={classes.page} data-chosen={id !== null}>
      <ConversationList
        bot={bot}
        chosen={id}
        params={params}
        onFilter={(name, value) => change({ [name]: value }, true)}
        onChoose={(conversation) => change({ conversation, turn: null })}
      />
      {id === null ? (
        <div className={classes.empty}>
          <Notice icon={<BubbleIcon size={24} />} title={t("conversations.chooseTitle")}>
            <p>{t("conversations.choose")}</p>
          </Notice>
        </div>
      ) : (
        <ConversationView
          key={id}
          bot={bot}
          id={id}
          turn={params.get("turn")}
          onTurn={(turn) => change({ turn })}
          onBack={() => change({ conversation: null, turn: null })}
        />
      )}
    </div>
  );
}

import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block, Page } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { useBot } from "@/lib/bots/current-bot";

import { forget } from "../api";
import classes from "./admin.module.css";
import { RetentionBlock } from "./retention-block";

/** What is kept of people and for how long; erases everything that was said with one of them. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const { namespace } = bot;
  const [user, setUser] = useState("");
  const erasing = useMutation({
    mutationFn: (user: string) => forget(namespace, user),
    onSuccess: () => setUser(""),
  });
  return (
    <Page title={t("privacy.heading")} hint={t("privacy.hint", { namespace })}>
      <RetentionBlock bot={bot} />
      <Block title={t("privacy.erase")}>
        <div className={classes.form}>
          <TextInput
            label={t("privacy.user")}
            description={t("privacy.userHint")}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
          />
          <div>
            <Confirm
              label={t("privacy.eraseNow")}
              question={t("privacy.sure", { user: user.trim() })}
              isPending={erasing.isPending}
              disabled={user.trim() === ""}
              onConfirm={() => erasing.mutate(user.trim())}
            />
          </div>
          {erasing.error !== null && <Said problem>{problemInWords(erasing.error, t)}</Said>}
          {erasing.data !== undefined && (
            <Said>
              {t("privacy.done", { user: erasing.variables, count: erasing.data.conversations })}
            </Said>
          )}
        </div>
      </Block>
    </Page>
  );
}

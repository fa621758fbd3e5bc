import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { LanguageSwitch } from "@/components/language-switch";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { sessionQuery } from "@/lib/session/session-query";

import { signOut } from "../api";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";

/** Who one is, one's password, and where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => globalThis.location.assign("/sign-in"),
  });
  if (session.data === undefined) {
    return <QueryNotice query={session} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const { account } = session.data;
  const language = (
    <Block title={t("app.interfaceLanguage")}>
      <LanguageSwitch />
    </Block>
  );
  if (account === undefined) {
    return (
      <Page title={t("session.account")} hint={t("session.loopback")}>
        {language}
        <Block title={t("session.becomeOwner")}>
          <p>{t("session.becomeOwnerHow")}</p>
          <pre tabIndex={0}>palabre owner-link</pre>
        </Block>
      </Page>
    );
  }
  return (
    <Page
      title={account.name || account.email}
      hint={account.email}
      tools={
        <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          {t("session.signOut")}
        </Button>
      }
    >
      {leaving.error !== null && <Said problem>{problemInWords(leaving.error, t)}</Said>}
      {language}
      <Block title={t("session.changePassword")}>
        <PasswordForm />
      </Block>
      <Block title={t("session.sessions")}>
        <SessionList />
      </Block>
    </Page>
  );
}

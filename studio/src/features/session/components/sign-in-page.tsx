import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { LanguageSwitch } from "@/components/language-switch";
import { Logo } from "@/components/logo";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";

import { acceptLink, linkQuery, signIn } from "../api";
import { placeAfter } from "../place";
import { ProviderLink } from "./provider-link";
import classes from "./session.module.css";

/** Signs in, with a password or with a link that somebody gave: what follows the `#` is its token. */
export function SignInPage() {
  const { t } = useTranslation();
  const { hash, search } = useLocation();
  const token = hash.slice(1);
  const link = useQuery(linkQuery(token));
  const purpose = token === "" || link.isError ? "signIn" : link.data?.kind;
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const entering = useMutation({
    mutationFn: () =>
      purpose === "signIn"
        ? signIn({ email, password })
        : acceptLink({ token, email, name, password }),
    // Everything is read anew, by whom one is now.
    onSuccess: () => globalThis.location.replace(placeAfter(search)),
  });
  const asksForAddress = purpose === "signIn" || purpose === "owner";
  return (
    <main className={classes.gate}>
      <div className={classes.card}>
        <div className={classes.gateTop}>
          <Logo />
          <LanguageSwitch />
        </div>
        {purpose !== undefined && (
          <form
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault();
              entering.mutate();
            }}
          >
            <h1 className={classes.title}>{t(`session.titles.${purpose}`, t("session.titles.signIn"))}</h1>
            {purpose !== "signIn" && <p className={classes.hint}>{t("session.choose", { email: link.data?.email })}</p>}
            {link.isError && <Said problem>{t("session.gone")}</Said>}
            {asksForAddress && (
              <TextInput
                type="email"
                label={t("session.email")}
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
            )}
            {(purpose === "owner" || purpose === "invitation") && (
              <TextInput
                label={t("session.name")}
                autoComplete="name"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            <TextInput
              type="password"
              label={t("session.password")}
              description={purpose === "signIn" ? undefined : t("session.passwordHint")}
              autoComplete={purpose === "signIn" ? "current-password" : "new-password"}
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {entering.error !== null && <Said problem>{problemInWords(entering.error, t)}</Said>}
            <Button type="submit" loading={entering.isPending || entering.isSuccess}>
              {t("session.go")}
            </Button>
            {purpose === "signIn" && <ProviderLink search={search} />}
            {purpose === "signIn" && <p className={classes.hint}>{t("session.lost")}</p>}
          </form>
        )}
      </div>
    </main>
  );
}

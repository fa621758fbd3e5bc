import { useTranslation } from "react-i18next";
import { Link, Outlet } from "react-router";

import { LanguageSwitch } from "@/components/language-switch";
import { Logo } from "@/components/logo";
import { SchemeSwitch } from "@/components/scheme-switch";

import classes from "./shell.module.css";

/** The frame of every page. */
export function Shell() {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t("app.skip")}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.home} title={t("app.home")}>
          <Logo />
        </Link>
        <span className={classes.description}>{t("app.description")}</span>
        <div className={classes.tools}>
          <a className={classes.link} href="/doc/index.html">
            {t("app.api")}
          </a>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  );
}

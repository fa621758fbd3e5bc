import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useParams } from "react-router";

import { NarrowHidden } from "@/components/hidden";
import { BubbleIcon } from "@/components/icons";
import { LanguageSwitch } from "@/components/language-switch";
import { Logo } from "@/components/logo";
import { SchemeSwitch } from "@/components/scheme-switch";
import { JobsButton } from "@/features/jobs/jobs-button";

import { AccountLink } from "./account-link";
import { BotPicker } from "./bot-picker";
import { ChangesLink } from "./changes-link";
import { CommandPalette } from "./command-palette";
import classes from "./shell.module.css";
import { TestPanelState } from "./use-test-panel";

/** The frame of every page. */
export function Shell() {
  const { t } = useTranslation();
  const { namespace, name } = useParams();
  const inBot = name !== undefined;
  const [isTesting, setTesting] = useState(false);
  const testPanel = useMemo(
    () => ({ isOpen: isTesting, toggle: () => setTesting((isOpen) => !isOpen) }),
    [isTesting],
  );
  return (
    <TestPanelState value={testPanel}>
      <div className={classes.shell}>
        <a className={classes.skip} href="#main">
          {t("app.skip")}
        </a>
        <header className={classes.header}>
          <Link to="/" className={classes.home} title={t("app.home")}>
            <Logo />
          </Link>
          <BotPicker />
          <ChangesLink />
          <div className={classes.tools}>
            {inBot && <CommandPalette />}
            {inBot && (
              <Button
                className={classes.test ?? ""}
                variant={isTesting ? "filled" : "light"}
                leftSection={<BubbleIcon />}
                aria-pressed={isTesting}
                onClick={testPanel.toggle}
              >
                <NarrowHidden>{t("app.test")}</NarrowHidden>
              </Button>
            )}
            {namespace !== undefined && <JobsButton namespace={namespace} />}
            <a className={classes.link} href="/doc/index.html">
              {t("app.api")}
            </a>
            <span className={classes.wide}>
              <LanguageSwitch />
            </span>
            <SchemeSwitch />
            <AccountLink />
          </div>
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
    </TestPanelState>
  );
}

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";

import type { BotSummary } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";

import { useAllowedScreens } from "./allowed-screens";
import classes from "./menu.module.css";
import { AREAS } from "./screens";

/** The screens of a bot, by area. In a narrow window a row that scrolls. */
export function Menu({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const allowed = useAllowedScreens(bot);
  const { pathname } = useLocation();
  const self = useRef<HTMLElement>(null);
  useEffect(() => {
    self.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  return (
    <nav ref={self} className={classes.menu} aria-label={t("app.menu")}>
      {AREAS.map((area) => {
        const screens = allowed.filter((screen) => screen.area === area);
        if (screens.length === 0) return null;
        return (
          <section key={area} className={classes.area} aria-labelledby={`area-${area}`}>
            <h2 id={`area-${area}`} className={classes.heading}>
              {t(`areas.${area}`)}
            </h2>
            <ul className={classes.screens}>
              {screens.map(({ path, name, icon: Icon }) => (
                <li key={path}>
                  <NavLink className={classes.link ?? ""} to={addressOf(bot, path)}>
                    <Icon />
                    {t(`screens.${name}`)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

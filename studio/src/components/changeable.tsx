import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Permission } from "@/lib/api/types";
import { useBot } from "@/lib/bots/current-bot";
import { useMay } from "@/lib/session/session-query";

import classes from "./changeable.module.css";
import { Said } from "./said";

/** Why the one who uses Studio may not change something of the bot on the screen; nothing where they may. */
export function useObstacle(right: Permission, ofDraft = true): string | undefined {
  const { t } = useTranslation();
  const bot = useBot();
  const may = useMay();
  if (!may(right, bot)) return t("rights.lookOnly", { right: t(`rights.names.${right}`, right) });
  return ofDraft && bot.folder !== undefined ? t("rights.inFiles", { folder: bot.folder }) : undefined;
}

interface ChangeableProps {
  /** What one must be allowed to do to use what is inside. */
  right: Permission;
  /** Whether it changes the draft, which a bot that is kept in files has elsewhere. */
  ofDraft?: boolean;
  className?: string | undefined;
  /** The reason stands elsewhere on the screen already. */
  quiet?: boolean;
  children: ReactNode;
}

/** Fields and buttons that change the bot. Who may not use them sees them, and reads why. */
export function Changeable({ right, ofDraft = true, className, quiet = false, children }: ChangeableProps) {
  const obstacle = useObstacle(right, ofDraft);
  return (
    <fieldset className={className === undefined ? classes.plain : `${classes.box} ${className}`} disabled={obstacle !== undefined}>
      {!quiet && obstacle !== undefined && <Said>{obstacle}</Said>}
      {children}
    </fieldset>
  );
}

import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { useBot } from "@/lib/bots/current-bot";

import { useAllowed } from "./allowed-screens";
import type { Screen } from "./screens";

/** A screen, or why one does not see it. */
export function AllowedScreen({ screen }: { screen: Screen }) {
  const { t } = useTranslation();
  const bot = useBot();
  const isAllowed = useAllowed();
  if (isAllowed(screen, bot)) return <Outlet />;
  return (
    <Notice icon={<AlertIcon size={24} />} title={t("rights.notHere")}>
      <p>{t("rights.needs", { right: t(`rights.names.${screen.needs}`, screen.needs) })}</p>
    </Notice>
  );
}

import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { PersonIcon } from "@/components/icons";
import { sessionQuery } from "@/lib/session/session-query";

/** To one's account; it says who one is. */
export function AccountLink() {
  const { t } = useTranslation();
  const { data } = useQuery(sessionQuery);
  const who = data?.account?.name || data?.account?.email;
  const label = who === undefined ? t("session.account") : `${t("session.account")} (${who})`;
  return (
    <ActionIcon component={Link} to="/account" variant="default" size={34} aria-label={label} title={label}>
      <PersonIcon />
    </ActionIcon>
  );
}

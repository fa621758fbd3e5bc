import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Notice icon={<AlertIcon size={24} />} title={t("app.notFoundTitle")}>
      <p>{t("app.notFound")}</p>
      <Link to="/">{t("app.back")}</Link>
    </Notice>
  );
}

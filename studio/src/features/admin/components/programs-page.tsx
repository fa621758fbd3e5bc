import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { useBot } from "@/lib/bots/current-bot";

import { KeyBlock } from "./key-block";
import { TokenBlock } from "./token-block";

/** With what programs call the API. */
export function ProgramsPage() {
  const { t } = useTranslation();
  const { namespace } = useBot();
  return (
    <Page title={t("programs.heading")} hint={t("programs.hint", { namespace })}>
      <TokenBlock namespace={namespace} />
      <KeyBlock namespace={namespace} />
    </Page>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";

import { waysQuery } from "../api";

/** What may go wrong between here and the provider, as the server names it in the address. */
const PROBLEMS = ["provider", "refused", "expired", "not-invited"] as const;

/** To the provider with which one may sign in, where there is one; and what became of an attempt. */
export function ProviderLink({ search }: { search: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(waysQuery);
  const named = new URLSearchParams(search).get("problem");
  const problem = PROBLEMS.find((problem) => problem === named);
  return (
    <>
      {problem !== undefined && <Said problem>{t(`session.problems.${problem}`)}</Said>}
      {data?.provider !== undefined && (
        <Button component="a" variant="default" href={data.provider.url}>
          {t("session.with", { name: data.provider.name })}
        </Button>
      )}
    </>
  );
}

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { limitsQuery } from "@/lib/limits/limits-query";
import { useMay } from "@/lib/session/session-query";

import { planQuery, setPlan } from "../plan";
import classes from "./admin.module.css";

const PLANS = ["none", "free", "pro", "other"] as const;
type Plan = (typeof PLANS)[number];

/** How many requests the namespace's bots may have; owners of the installation set it. */
export function PlanBlock({ namespace }: { namespace: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const isOwner = useMay()("own", {});
  const plan = useQuery(planQuery(namespace));
  const [wanted, setWanted] = useState<Plan>("none");
  const [name, setName] = useState("");
  const [requests, setRequests] = useState("");
  const setting = useMutation({
    mutationFn: () =>
      setPlan(namespace, {
        ...(wanted !== "none" && { name: wanted === "other" ? name.trim() : wanted }),
        ...(wanted === "other" && { requestsPerHour: Math.trunc(Number(requests)) }),
      }),
    onSuccess: async (plan) => {
      queries.setQueryData(planQuery(namespace).queryKey, plan);
      await queries.invalidateQueries({ queryKey: limitsQuery(namespace).queryKey });
    },
  });
  const isWritten = wanted !== "other" || (name.trim() !== "" && Number(requests) >= 1);
  return (
    <Block title={t("plan.heading")}>
      {plan.data === undefined ? (
        <QueryNotice query={plan} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : (
        <Said>
          {plan.data.name == null
            ? t("plan.without", { namespace })
            : t("plan.has", { namespace, name: plan.data.name, count: plan.data.requestsPerHour ?? 0 })}
        </Said>
      )}
      {isOwner && (
        <form
          className={classes.row}
          onSubmit={(event) => {
            event.preventDefault();
            setting.mutate();
          }}
        >
          <NativeSelect
            label={t("plan.wanted")}
            value={wanted}
            data={PLANS.map((value) => ({ value, label: t(`plan.plans.${value}`) }))}
            onChange={(event) => setWanted(event.currentTarget.value as Plan)}
          />
          {wanted === "other" && (
            <>
              <TextInput
                label={t("plan.name")}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                type="number"
                min={1}
                label={t("plan.requests")}
                value={requests}
                onChange={(event) => setRequests(event.currentTarget.value)}
              />
            </>
          )}
          <Button type="submit" variant="light" disabled={!isWritten} loading={setting.isPending}>
            {t("plan.set")}
          </Button>
        </form>
      )}
      {setting.error !== null && <Said problem>{problemInWords(setting.error, t)}</Said>}
    </Block>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Block, Page } from "@/components/page";
import { Progress } from "@/components/progress";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { useBot } from "@/lib/bots/current-bot";
import { useTimes } from "@/lib/i18n/times";
import { isNearlyReached, limitsQuery, type Use } from "@/lib/limits/limits-query";

import classes from "./limits.module.css";
import { PlanBlock } from "./plan-block";

/** What the namespace may have, how much of it is used, and what is nearly used up. */
export function LimitsPage() {
  const { t, i18n } = useTranslation();
  const { namespace } = useBot();
  const limits = useQuery(limitsQuery(namespace));
  if (limits.data === undefined) {
    return <QueryNotice query={limits} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const { plan, used, waiting, waitingMax, ...fixed } = limits.data;
  const uses: (Use & { name: string })[] = [
    ...used.map(({ bot, requests }) => ({
      name: t("limits.requests", { bot }),
      used: requests,
      max: plan.requestsPerHour,
    })),
    { name: t("limits.waiting"), used: waiting, max: waitingMax },
  ];
  const bytes = (count: number) =>
    new Intl.NumberFormat(i18n.language, {
      style: "unit",
      unit: count < 1_000_000 ? "kilobyte" : "megabyte",
      maximumFractionDigits: 0,
    }).format(count < 1_000_000 ? count / 1000 : count / 1_000_000);
  const rules = [
    ["sentence", bytes(fixed.sentenceBytesMax)],
    ["event", bytes(fixed.eventBytesMax)],
    ["import", bytes(fixed.importBytesMax)],
    ["attempts", String(fixed.attemptsMax)],
  ] as const;
  return (
    <Page title={t("limits.heading")} hint={t("limits.hint", { namespace })}>
      {uses.filter(isNearlyReached).map(({ name }) => (
        <Said key={name} problem>
          {t("limits.nearly", { name })}
        </Said>
      ))}
      <PlanBlock namespace={namespace} />
      <Block title={t("limits.used")}>
        <ul className={classes.uses}>
          {uses.map((use) => (
            <UseLine key={use.name} {...use} />
          ))}
        </ul>
      </Block>
      <Block title={t("limits.rules")}>
        <dl className={classes.rules}>
          {rules.map(([name, value]) => (
            <div key={name}>
              <dt>{t(`limitRules.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Block>
    </Page>
  );
}

function UseLine({ name, used, max }: Use & { name: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <li data-nearly={isNearlyReached({ used, max })}>
      <span>{name}</span>
      {max != null && <Progress label={name} done={used} total={max} />}
      <span>
        {max == null
          ? times.number(used)
          : t("limits.of", { used: times.number(used), max: times.number(max) })}
      </span>
    </li>
  );
}

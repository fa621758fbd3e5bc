import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Block } from "@/components/page";
import { Said } from "@/components/said";
import type { BotDetails, BotSummary, LimitsInfo } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { isNearlyReached, limitsQuery } from "@/lib/limits/limits-query";
import { useMay } from "@/lib/session/session-query";

import { COUNTED_MAX, testsQuery, untranslatedQuery, waitingQuery } from "../api";
import classes from "./home.module.css";

/** Something to do, where one does it, and how much of it there is; none when it is not known yet. */
interface ToDo {
  text: string;
  screen: string;
}

/** What there is to do today. */
export function ToDoList({ bot, details }: { bot: BotSummary; details: BotDetails }) {
  const { t } = useTranslation();
  const may = useMay();
  const reads = may("read-conversations", bot);
  const unknown = useQuery({ ...waitingQuery(bot, "unknown"), enabled: reads });
  const bad = useQuery({ ...waitingQuery(bot, "bad"), enabled: reads });
  const untranslated = useQuery({ ...untranslatedQuery(bot), enabled: bot.locales.length > 1 });
  const limits = useQuery({
    ...limitsQuery(bot.namespace),
    enabled: may("administer", { namespace: bot.namespace }),
  });
  const tests = useQuery({ ...testsQuery(bot), enabled: details.dialogs > 0 });
  const toDos: (ToDo | false)[] = [
    bot.unpublished && { text: t("home.publish"), screen: "publish" },
    some(unknown.data, "inbox?signal=unknown", (count) =>
      t(count === COUNTED_MAX ? "home.unknownMany" : "home.unknown", { count }),
    ),
    some(bad.data, "inbox?signal=bad", (count) => t("home.bad", { count })),
    some(tests.data?.failed, "tests", (count) => t("home.failing", { count })),
    isNearlyFull(limits.data) && { text: t("home.limits"), screen: "limits" },
    some(untranslated.data, "answers?missing=true", (count) => t("home.untranslated", { count })),
  ];
  const waits = [unknown, bad, untranslated, tests].some((query) => query.isLoading);
  const shown = toDos.filter((toDo) => toDo !== false);
  return (
    <Block title={t("home.toDo")}>
      {shown.length === 0 && <Said>{t(waits ? "problem.reading" : "home.nothing")}</Said>}
      <ul className={classes.toDos}>
        {shown.map(({ text, screen }) => (
          <li key={screen}>
            <Link to={addressOf(bot, screen)}>{text}</Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** Whether a limit of the namespace is nearly reached. */
function isNearlyFull(limits: LimitsInfo | undefined): boolean {
  if (limits === undefined) return false;
  const { plan, used, waiting, waitingMax } = limits;
  const requests = used.map((one) => ({ used: one.requests, max: plan.requestsPerHour }));
  return [...requests, { used: waiting, max: waitingMax }].some(isNearlyReached);
}

/** A number of things to do, when there are any. */
function some(
  count: number | undefined,
  screen: string,
  words: (count: number) => string,
): ToDo | false {
  return count !== undefined && count > 0 && { text: words(count), screen };
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Choices } from "@/components/choices";
import { Block } from "@/components/page";
import type { BotSummary, Confusion } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";

import classes from "./evaluations.module.css";
import { MatrixView } from "./matrix-view";

/** Pairs that are shown. */
const PAIRS_MAX = 20;

interface ConfusionsViewProps {
  bot: BotSummary;
  confusions: readonly Confusion[];
}

/** Which intents are taken for each other: as pairs with their sentences, or as a matrix. */
export function ConfusionsView({ bot, confusions }: ConfusionsViewProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<"pairs" | "matrix">("pairs");
  if (confusions.length === 0) {
    return (
      <Block title={t("evaluations.confusions")}>
        <p className={classes.quiet}>{t("evaluations.noConfusion")}</p>
      </Block>
    );
  }
  return (
    <Block title={t("evaluations.confusions")}>
      <Choices
        label={t("evaluations.confusions")}
        value={shown}
        choices={[
          { value: "pairs", text: t("evaluations.pairs") },
          { value: "matrix", text: t("evaluations.matrix") },
        ]}
        onChange={setShown}
      />
      {shown === "matrix" ? (
        <MatrixView confusions={confusions} />
      ) : (
        <ul className={classes.sentences}>
          {confusions.slice(0, PAIRS_MAX).map(({ intent, found, count, examples }) => (
            <li key={`${intent} ${found}`}>
              <span>
                <Intent bot={bot} name={intent} /> → <Intent bot={bot} name={found} />{" "}
                <strong>{t("evaluations.times", { count })}</strong>
              </span>
              <span className={classes.quiet}>{examples.slice(0, 3).join(" · ")}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function Intent({ bot, name }: { bot: BotSummary; name: string | null | undefined }) {
  const { t } = useTranslation();
  if (name == null) return t("talk.unknown");
  return (
    <Link
      className={classes.link ?? ""}
      to={`${addressOf(bot, "intents")}?intent=${encodeURIComponent(name)}`}
    >
      {name}
    </Link>
  );
}

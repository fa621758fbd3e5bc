import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { Said } from "@/components/said";
import { percent } from "@/components/turn/percent";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Evaluation } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { type Head, saveThreshold } from "../api";
import { lineOf, placeOf, pointAt, SIZE } from "../curve";
import classes from "./threshold.module.css";

interface ThresholdFormProps {
  bot: BotSummary;
  head: Head;
  curve: NonNullable<Evaluation["rejection"]>;
}

/** The curve of what each threshold brings, and the one that the bot has. */
export function ThresholdForm({ bot, head, curve }: ThresholdFormProps) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const stored = head.data.settings?.unknown_threshold;
  const [threshold, setThreshold] = useState(stored ?? curve.own_threshold ?? 0.5);
  const saving = useMutation({
    mutationFn: (threshold: number | null) => saveThreshold(bot, head, threshold),
    onSettled: () => botChanged(queries, bot),
  });
  const { points } = curve;
  const point = pointAt(points, threshold);
  const share = (value: number) => percent(value, i18n.language);
  return (
    <div className={classes.form}>
      <svg
        className={classes.curve}
        viewBox={`-4 -4 ${SIZE.width + 8} ${SIZE.height + 8}`}
        role="img"
        aria-label={t("threshold.curve")}
        preserveAspectRatio="none"
      >
        <rect className={classes.ground} width={SIZE.width} height={SIZE.height} />
        <polyline className={classes.known} points={lineOf(points, (point) => point.known_accuracy)} />
        <polyline className={classes.unknown} points={lineOf(points, (point) => point.unknown_recall)} />
        <line className={classes.here} x1={placeOf(threshold)} x2={placeOf(threshold)} y1={0} y2={SIZE.height} />
      </svg>
      <label className={classes.slider}>
        <span>{t("threshold.answersFrom", { share: share(threshold) })}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={threshold}
          onChange={(event) => setThreshold(Number(event.currentTarget.value))}
        />
      </label>
      {point && (
        <dl className={classes.figures}>
          <div>
            <dt data-line="known">{t("threshold.known")}</dt>
            <dd>{share(point.known_accuracy)}</dd>
          </div>
          <div>
            <dt data-line="unknown">{t("threshold.unknown")}</dt>
            <dd>{share(point.unknown_recall)}</dd>
          </div>
        </dl>
      )}
      <p className={classes.hint}>
        {stored === undefined ? t("threshold.fitted") : t("threshold.set", { share: share(stored) })}{" "}
        {t("threshold.measured", { known: curve.known, unknown: curve.unknown })}
      </p>
      <Changeable right="author">
        <div className={classes.line}>
          <Button disabled={threshold === stored} loading={saving.isPending} onClick={() => saving.mutate(threshold)}>
            {t("threshold.save")}
          </Button>
          <Button variant="default" disabled={stored === undefined} onClick={() => saving.mutate(null)}>
            {t("threshold.fit")}
          </Button>
        </div>
      </Changeable>
      {saving.error !== null && <Said problem>{problemInWords(saving.error, t)}</Said>}
    </div>
  );
}

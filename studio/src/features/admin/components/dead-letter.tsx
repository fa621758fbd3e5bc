import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { QueryNotice } from "@/components/query-notice";
import { Tag } from "@/components/tag";
import type { ShownDeadLetter } from "@/lib/api/types";
import { useTimes } from "@/lib/i18n/times";

import { deadLetterQuery } from "../api";
import classes from "./admin.module.css";

interface DeadLetterProps {
  namespace: string;
  letter: ShownDeadLetter;
  isPending: boolean;
  onReplay: () => void;
  onDelete: () => void;
}

/** What failed, why, and another chance for it. */
export function DeadLetter({ namespace, letter, isPending, onReplay, onDelete }: DeadLetterProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const whole = useQuery({ ...deadLetterQuery(namespace, letter.id), enabled: isOpen });
  return (
    <li>
      <div className={classes.row}>
        <Tag isBad>{t(`failures.kinds.${letter.kind}`, letter.kind)}</Tag>
        <span className={classes.hint}>{times.moment(letter.at)}</span>
        {letter.user !== undefined && <span>{letter.user}</span>}
        <span className={classes.end}>
          {letter.replayable && (
            <Button size="compact-sm" variant="light" loading={isPending} onClick={onReplay}>
              {t("failures.replay")}
            </Button>
          )}
          <Confirm
            label={t("failures.delete")}
            question={t("failures.deleteSure")}
            isPending={isPending}
            onConfirm={onDelete}
          />
        </span>
      </div>
      <p className={classes.cause}>{letter.cause}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.more}>{t("failures.show")}</summary>
        {whole.data === undefined ? (
          isOpen && <QueryNotice query={whole} waiting={t("problem.reading")} failed={t("problem.failed")} />
        ) : (
          <pre className={classes.body} tabIndex={0}>
            {whole.data.body}
          </pre>
        )}
      </details>
    </li>
  );
}

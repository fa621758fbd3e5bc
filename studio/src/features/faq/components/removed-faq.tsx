import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { UndoIcon } from "@/components/icons";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { bringBack, type TaggedFaq } from "../api";
import classes from "./faq.module.css";

interface RemovedFaqProps {
  bot: BotSummary;
  faq: TaggedFaq;
  onBack: () => void;
}

/** Says that an entry was removed, and brings it back. */
export function RemovedFaq({ bot, faq, onBack }: RemovedFaqProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const bringing = useMutation({
    mutationFn: () => bringBack(bot, faq),
    onSuccess: async () => {
      await botChanged(queries, bot);
      onBack();
    },
  });
  return (
    <div className={classes.removed}>
      <Said>{t("faq.removed", { name: faq.title || faq.intent })}</Said>
      <Button
        size="compact-md"
        variant="light"
        leftSection={<UndoIcon size={16} />}
        loading={bringing.isPending}
        onClick={() => bringing.mutate()}
      >
        {t("faq.bringBack")}
      </Button>
      {bringing.error !== null && <Said problem>{problemInWords(bringing.error, t)}</Said>}
    </div>
  );
}

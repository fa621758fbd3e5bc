import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Dialog } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { type KeptTest, removeTest, saveTest } from "./api";
import { ExchangeEditor } from "./exchange-editor";
import { isReadable, replaced, without } from "./exchanges";
import classes from "./tests.module.css";

interface TestEditorProps {
  bot: BotSummary;
  test: Dialog;
  /** What was read; absent for a test that is new. */
  kept?: KeptTest;
  onClose: () => void;
}

/** What the user says and what must follow, line by line. */
export function TestEditor({ bot, test, kept, onClose }: TestEditorProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { etag: _, ...first } = { etag: "", ...test };
  const [dialog, setDialog] = useState<Dialog>(first);
  const onSuccess = () => botChanged(queries, bot);
  const saving = useMutation({
    mutationFn: () => saveTest(bot, dialog, kept?.etag),
    onSuccess,
  });
  const removing = useMutation({
    mutationFn: async (test: KeptTest) => removeTest(bot, test),
    onSuccess: async () => {
      onClose();
      await onSuccess();
    },
  });
  const error = saving.error ?? removing.error;
  const setExchanges = (exchanges: Dialog["exchanges"]) => setDialog({ ...dialog, exchanges });
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Changeable right="author" quiet>
        {bot.locales.length > 1 && (
          <NativeSelect
            className={classes.locale ?? ""}
            size="xs"
            label={t("tests.language")}
            value={dialog.locale}
            onChange={(event) => setDialog({ ...dialog, locale: event.currentTarget.value })}
            data={bot.locales.map((value) => ({ value, label: languageName(value) }))}
          />
        )}
        <ol className={classes.exchanges}>
          {dialog.exchanges.map((exchange, at) => (
            // Exchanges have no name of their own; their fields keep nothing.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at}>
              <ExchangeEditor
                exchange={exchange}
                number={at + 1}
                locale={dialog.locale}
                onChange={(exchange) => setExchanges(replaced(dialog.exchanges, at, exchange))}
                onRemove={() => setExchanges(without(dialog.exchanges, at))}
              />
            </li>
          ))}
        </ol>
        {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
        <div className={classes.tools}>
          <Button
            variant="default"
            onClick={() =>
              setExchanges([
                ...dialog.exchanges,
                { user: { type: "says", text: "" }, bot: [{ type: "says", text: "" }] },
              ])
            }
          >
            {t("tests.addExchange")}
          </Button>
          <span className={classes.space} />
          {kept !== undefined && (
            <Button variant="subtle" loading={removing.isPending} onClick={() => removing.mutate(kept)}>
              {t("tests.remove")}
            </Button>
          )}
          <Button
            type="submit"
            disabled={!dialog.exchanges.every(({ user }) => isReadable(user))}
            loading={saving.isPending}
          >
            {t("tests.save")}
          </Button>
        </div>
      </Changeable>
      {saving.isSuccess && <Said>{t("tests.saved")}</Said>}
    </form>
  );
}

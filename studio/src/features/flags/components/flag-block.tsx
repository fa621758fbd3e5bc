import { ActionIcon } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { TrashIcon } from "@/components/icons";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { SavedField } from "@/components/saved-field";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, FeatureFlag, TaggedFlag } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { removeFlag, saveFlag } from "../api";
import { FlagChannels } from "./flag-channels";
import classes from "./flags.module.css";
import { StateFields } from "./state-fields";

/** A flag: what it is for, and when it is on. What one changes is saved when one goes on. */
export function FlagBlock({ bot, flag }: { bot: BotSummary; flag: TaggedFlag }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { name, etag, description = "", channels = {}, ...state } = flag;
  const onSettled = () => botChanged(queries, bot);
  const saving = useMutation({
    mutationFn: (changed: FeatureFlag) => saveFlag(bot, name, changed, etag),
    onSettled,
  });
  const removing = useMutation({ mutationFn: () => removeFlag(bot, flag), onSettled });
  const error = saving.error ?? removing.error;
  return (
    <Block title={name}>
      <Changeable right="author" quiet className={classes.flag}>
        <div className={classes.line}>
          <div className={classes.description}>
            <SavedField
              label={t("flags.description")}
              value={description}
              onSave={(description) => saving.mutate({ ...state, description, channels })}
            />
          </div>
          <ActionIcon
            variant="subtle"
            aria-label={t("flags.remove", { name })}
            title={t("flags.remove", { name })}
            loading={removing.isPending}
            onClick={() => removing.mutate()}
          >
            <TrashIcon />
          </ActionIcon>
        </div>
        <StateFields state={state} onChange={(state) => saving.mutate({ ...state, description, channels })} />
        <FlagChannels
          bot={bot}
          channels={channels}
          onChange={(channels) => saving.mutate({ ...state, description, channels })}
        />
      </Changeable>
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
    </Block>
  );
}

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable, useObstacle } from "@/components/changeable";
import { IntentPicker } from "@/components/intent-picker";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type {
  BotSummary,
  ConversationDetails,
  EntityUse,
  RecordedTurn,
  Understanding,
} from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { addRole, createIntent, decide, meaningsQuery, type Meanings } from "../queue/api";
import { declared, type Meaning, proposed } from "../queue/meaning";
import { WordMarker } from "../queue/word-marker";
import { spoken } from "./as-test";
import classes from "./conversations.module.css";
import { KeepTest } from "./keep-test";

interface FixItProps {
  bot: BotSummary;
  conversation: ConversationDetails;
  turn: RecordedTurn;
  understanding: Understanding;
}

/** Says what a sentence should have been understood as; then offers a test, so that it stays so. */
export function FixIt({ bot, conversation, turn, understanding }: FixItProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const meanings = useQuery({ ...meaningsQuery(bot), enabled: isOpen });
  if (!isOpen) {
    return (
      <Changeable right="train">
        <Button className={classes.start ?? ""} variant="light" onClick={() => setOpen(true)}>
          {t("conversations.fix")}
        </Button>
      </Changeable>
    );
  }
  if (meanings.data === undefined) {
    return (
      <QueryNotice
        query={meanings}
        waiting={t("conversations.reading")}
        failed={t("conversations.failed")}
      />
    );
  }
  return (
    <Meant
      bot={bot}
      conversation={conversation}
      turn={turn}
      understanding={understanding}
      meanings={meanings.data}
    />
  );
}

function Meant({
  bot,
  conversation,
  turn,
  understanding,
  meanings: { intents, types },
}: FixItProps & { meanings: Meanings }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayKeep = useObstacle("author") === undefined;
  const [given, setGiven] = useState<Meaning>(proposed(understanding));
  const meaning = declared(given, intents);
  const intent = intents.find(({ name }) => name === meaning.intent);
  const { text, locale } = understanding;
  const onSuccess = () => botChanged(queries, bot);
  const teaching = useMutation({
    mutationFn: () =>
      decide(bot, [
        {
          text,
          locale,
          decision: {
            type: "validate",
            entities: [...meaning.entities],
            ...(meaning.intent !== null && { intent: meaning.intent }),
          },
        },
      ]),
    onSuccess,
  });
  const making = useMutation({
    mutationFn: (name: string) => createIntent(bot, name),
    onSuccess: async (_, name) => {
      await onSuccess();
      setGiven({ ...given, intent: name });
    },
  });
  const allowing = useMutation({
    mutationFn: async (use: EntityUse) => intent && addRole(bot, intent, use),
    onSuccess,
  });
  const error = teaching.error ?? making.error ?? allowing.error;
  if (teaching.isSuccess) {
    return (
      <div className={classes.fix}>
        <Said>{t("conversations.taught", { text })}</Said>
        {mayKeep && (
          <KeepTest
            bot={bot}
            conversation={conversation.id}
            said={text}
            right={{ place: spoken(conversation.turns).indexOf(turn), intent: meaning.intent }}
          />
        )}
      </div>
    );
  }
  return (
    <div className={classes.fix}>
      <WordMarker
        sentence={{ text, locale, entities: [...meaning.entities] }}
        uses={intent && (intent.entities ?? [])}
        types={types}
        onChange={({ entities = [] }) => setGiven({ ...meaning, entities })}
        onNewUse={(use) => allowing.mutate(use)}
        onLeave={() => {}}
      />
      <IntentPicker
        label={t("conversations.should")}
        intents={intents}
        value={meaning.intent}
        likely={understanding.intents.map(({ intent }) => intent)}
        onChoose={(intent) => setGiven({ ...given, intent })}
        onMake={(name) => making.mutate(name)}
      />
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
      <Button loading={teaching.isPending} onClick={() => teaching.mutate()}>
        {t("conversations.teach")}
      </Button>
    </div>
  );
}

import { ActionIcon, Checkbox, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { TrashIcon } from "@/components/icons";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { SavedField } from "@/components/saved-field";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, EntityType } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { removeType, saveDimension, saveType, type TaggedType } from "../api";
import { entityUseOf, entityUseInWords } from "../uses";
import { DictionaryTable } from "./dictionary-table";
import classes from "./entities.module.css";

const DIMENSIONS = [
  "datetime", "duration", "number", "ordinal", "amount-of-money", "temperature", "distance",
  "volume", "quantity", "percentage", "email", "url", "phone-number",
] as const satisfies readonly NonNullable<EntityType["dimension"]>[];

interface TypePanelProps {
  bot: BotSummary;
  type: TaggedType;
  onRemoved: () => void;
}

/** An entity type: how it is found, and its dictionary. */
export function TypePanel({ bot, type, onRemoved }: TypePanelProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (save: () => Promise<unknown>) => save(),
    onSettled: () => botChanged(queries, bot),
  });
  const removing = useMutation({
    mutationFn: () => removeType(bot, type),
    onSuccess: async () => {
      onRemoved();
      await botChanged(queries, bot);
    },
  });
  const save = (changes: Partial<EntityType>) => saving.mutate(() => saveType(bot, type, changes));
  const { dictionary = {} } = type;
  const error = saving.error ?? removing.error;
  const parts = (type.sub_entities ?? []).map(entityUseInWords).join(", ");
  return (
    <>
      <div className={classes.top}>
        <h1 className={classes.title}>{type.name}</h1>
        <Changeable right="train" quiet>
          <ActionIcon variant="subtle" aria-label={t("entities.remove")} title={t("entities.remove")} onClick={() => removing.mutate()}>
            <TrashIcon />
          </ActionIcon>
        </Changeable>
      </div>
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
      <Block title={t("entities.found")}>
        <Changeable right="train" quiet className={classes.fields}>
          <SavedField
            key={`description ${type.etag}`}
            label={t("entities.description")}
            value={type.description ?? ""}
            onSave={(description) => save({ description })}
          />
          <NativeSelect
            label={t("entities.dimension")}
            value={type.dimension ?? ""}
            data={[
              { value: "", label: t("entities.noDimension") },
              ...DIMENSIONS.map((value) => ({ value, label: value })),
            ]}
            onChange={(event) => {
              const dimension = event.currentTarget.value as EntityType["dimension"] | "";
              saving.mutate(() => saveDimension(bot, type, dimension));
            }}
          />
          <SavedField
            key={`parts ${type.etag}`}
            label={t("entities.parts")}
            hint={t("entities.partsHint")}
            value={parts}
            onSave={(typed) => save({ sub_entities: entityUseOf(typed) })}
          />
          <SavedField
            key={`similarity ${type.etag}`}
            label={t("entities.similarity")}
            hint={t("entities.similarityHint")}
            placeholder="0.5"
            value={dictionary.minimum_similarity === undefined ? "" : String(dictionary.minimum_similarity)}
            onSave={(typed) => {
              const { minimum_similarity: _before, ...rest } = dictionary;
              const similarity = Number(typed.replace(",", "."));
              save({ dictionary: typed === "" ? rest : { ...rest, minimum_similarity: similarity } });
            }}
          />
          <Checkbox
            label={t("entities.onlyValues")}
            checked={dictionary.only_values ?? false}
            onChange={(event) => save({ dictionary: { ...dictionary, only_values: event.currentTarget.checked } })}
          />
          <Checkbox
            label={t("entities.obfuscated")}
            checked={type.obfuscated ?? false}
            onChange={(event) => save({ obfuscated: event.currentTarget.checked })}
          />
        </Changeable>
      </Block>
      <Block title={t("entities.dictionary")}>
        <DictionaryTable bot={bot} type={type.name} />
      </Block>
    </>
  );
}

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { CopyButton } from "@/components/copy-button";
import { languageName } from "@/components/language-switch";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { Branding, BotHead, BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { headQuery, putHead } from "../api";
import { snippetOf } from "../snippet";
import classes from "./channels.module.css";
import { WidgetPreview } from "./widget-preview";

/** How the widget looks, and the line that puts it on a page. */
export function WidgetDesigner({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const head = useQuery(headQuery(bot));
  const snippet = snippetOf(globalThis.location.origin, bot.publicId);
  return (
    <>
      <Block title={t("widget.snippet")}>
        <p className={classes.hint}>{t("widget.snippetHint")}</p>
        <pre className={classes.snippet} tabIndex={0}>
          {snippet}
        </pre>
        <CopyButton text={snippet} label={t("copy.copy")} />
      </Block>
      {head.data === undefined ? (
        <QueryNotice query={head} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : (
        <Look key={head.data.etag} bot={bot} head={head.data.head} etag={head.data.etag} />
      )}
    </>
  );
}

/** The colours that can be chosen. */
const COLOURS = ["color", "background_color", "text_color"] as const;

/** What they are unless one is chosen, as the widget has them. */
const USUAL = { color: "#4f46e5", background_color: "#ffffff", text_color: "#1f2328" } as const;

function Look({ bot, head, etag }: { bot: BotSummary; head: BotHead; etag: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [branding, setBranding] = useState<Branding>(head.branding ?? {});
  const [shown] = useDebouncedValue(branding, 300);
  const set = (part: Partial<Branding>) => setBranding((old) => ({ ...old, ...part }));
  const saving = useMutation({
    mutationFn: () => putHead(bot, etag, { ...head, branding: withoutEmpty(branding) }),
    onSuccess: () => botChanged(queries, bot),
  });
  return (
    <Block title={t("widget.look")}>
      <Changeable right="author">
        <div className={classes.designer}>
          <form
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault();
              saving.mutate();
            }}
          >
            {COLOURS.map((colour) => (
              <TextInput
                key={colour}
                label={t(`widget.${colour}`)}
                placeholder={USUAL[colour]}
                pattern="#[0-9a-fA-F]{6}"
                value={branding[colour] ?? ""}
                onChange={(event) => set({ [colour]: event.currentTarget.value })}
              />
            ))}
            <NativeSelect
              label={t("widget.theme")}
              data={["light", "dark", "auto"].map((value) => ({ value, label: t(`widget.themes.${value as "auto"}`) }))}
              value={branding.theme ?? "light"}
              onChange={(event) => set({ theme: event.currentTarget.value })}
            />
            <NativeSelect
              label={t("widget.position")}
              data={["right", "left"].map((value) => ({ value, label: t(`widget.positions.${value as "left"}`) }))}
              value={branding.position ?? "right"}
              onChange={(event) => set({ position: event.currentTarget.value })}
            />
            <TextInput
              type="url"
              label={t("widget.logo")}
              value={branding.logo_url ?? ""}
              onChange={(event) => set({ logo_url: event.currentTarget.value })}
            />
            {bot.locales.map((locale) => (
              <TextInput
                key={`title ${locale}`}
                label={t("widget.title", { language: languageName(locale) })}
                value={branding.title?.[locale] ?? ""}
                onChange={(event) => set({ title: { ...branding.title, [locale]: event.currentTarget.value } })}
              />
            ))}
            {bot.locales.map((locale) => (
              <TextInput
                key={`consent ${locale}`}
                label={t("widget.consent", { language: languageName(locale) })}
                value={branding.consent?.[locale] ?? ""}
                onChange={(event) => set({ consent: { ...branding.consent, [locale]: event.currentTarget.value } })}
              />
            ))}
            <Button type="submit" loading={saving.isPending}>
              {t("widget.save")}
            </Button>
            {saving.error !== null && <Said problem>{problemInWords(saving.error, t)}</Said>}
            <Said>{t("widget.saveHint")}</Said>
          </form>
          <WidgetPreview bot={bot} branding={shown} />
        </div>
      </Changeable>
    </Block>
  );
}

/** Branding without what was left empty: then it is as usual. */
function withoutEmpty(branding: Branding): Branding {
  const texts = (of: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(of).filter(([, text]) => text.trim() !== ""));
  const plain = Object.entries(branding).filter(([, value]) => value !== "" && value !== undefined);
  return { ...Object.fromEntries(plain), title: texts(branding.title), consent: texts(branding.consent) };
}

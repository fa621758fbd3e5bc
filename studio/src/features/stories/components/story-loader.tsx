import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { ApiError } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";

import { draftQuery } from "../api";
import { StoryEditor } from "./story-editor";

/** Reads a story, then lets one edit it. */
export function StoryLoader({ bot, name }: { bot: BotSummary; name: string }) {
  const { t } = useTranslation();
  const stored = useQuery(draftQuery(bot, name));
  if (stored.data !== undefined) return <StoryEditor bot={bot} opened={stored.data} />;
  if (stored.error instanceof ApiError && stored.error.status === 404) {
    return (
      <Notice icon={<AlertIcon size={24} />} title={t("stories.goneTitle", { name })}>
        <p>{t("stories.gone")}</p>
        <Button renderRoot={(props) => <Link to={{ search: "" }} {...props} />}>{t("stories.all")}</Button>
      </Notice>
    );
  }
  return <QueryNotice query={stored} waiting={t("stories.reading")} failed={t("stories.failed")} />;
}

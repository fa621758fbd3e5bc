import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";

import { AlertIcon, RetryIcon } from "./icons";
import { Notice } from "./notice";

interface QueryNoticeProps {
  query: { error: unknown; isFetching: boolean; refetch: () => Promise<unknown> };
  waiting: string;
  failed: string;
}

/** What stands in the place of data that is not there yet, or could not be had. */
export function QueryNotice({ query, waiting, failed }: QueryNoticeProps) {
  const { t } = useTranslation();
  if (query.error === null) {
    return (
      <Notice icon={<Loader size={22} />} title={waiting}>
        {null}
      </Notice>
    );
  }
  return (
    <Notice icon={<AlertIcon size={24} />} title={failed} problem>
      <p>{problemInWords(query.error, t)}</p>
      <Button
        leftSection={<RetryIcon />}
        loading={query.isFetching}
        onClick={() => void query.refetch()}
      >
        {t("problem.retry")}
      </Button>
    </Notice>
  );
}

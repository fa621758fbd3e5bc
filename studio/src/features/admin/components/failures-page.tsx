import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { CheckIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { useBot } from "@/lib/bots/current-bot";

import { deadLettersQuery, deleteDeadLetter, replay } from "../api";
import classes from "./admin.module.css";
import { DeadLetter } from "./dead-letter";

/** What could not be handled, kept until somebody looks. */
export function FailuresPage() {
  const { t } = useTranslation();
  const { namespace } = useBot();
  const queries = useQueryClient();
  const letters = useInfiniteQuery(deadLettersQuery(namespace));
  const changed = () => queries.invalidateQueries({ queryKey: deadLettersQuery(namespace).queryKey });
  const replaying = useMutation({
    mutationFn: (letter: string) => replay(namespace, letter),
    onSuccess: changed,
  });
  const removing = useMutation({
    mutationFn: (letter: string) => deleteDeadLetter(namespace, letter),
    onSuccess: changed,
  });
  if (letters.data === undefined) {
    return <QueryNotice query={letters} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const all = letters.data.pages.flatMap((page) => page.items);
  const problem = replaying.error ?? removing.error;
  return (
    <Page title={t("failures.heading")} hint={t("failures.hint")}>
      {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
      {all.length === 0 ? (
        <Notice icon={<CheckIcon size={24} />} title={t("failures.noneTitle")}>
          <p>{t("failures.none")}</p>
        </Notice>
      ) : (
        <Block title={t("failures.waiting")}>
          <ul className={classes.list}>
            {all.map((letter) => (
              <DeadLetter
                key={letter.id}
                namespace={namespace}
                letter={letter}
                onReplay={() => replaying.mutate(letter.id)}
                onDelete={() => removing.mutate(letter.id)}
                isPending={[replaying, removing].some((one) => one.isPending && one.variables === letter.id)}
              />
            ))}
          </ul>
          {letters.hasNextPage && (
            <Button
              variant="light"
              loading={letters.isFetchingNextPage}
              onClick={() => void letters.fetchNextPage()}
            >
              {t("failures.more")}
            </Button>
          )}
        </Block>
      )}
    </Page>
  );
}

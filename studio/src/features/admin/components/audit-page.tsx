import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { useBot } from "@/lib/bots/current-bot";

import { auditParameters, auditQuery, type AuditFilter } from "../api";
import classes from "./admin.module.css";
import { AuditLine } from "./audit-line";

const FIELDS = ["actor", "action", "object"] as const;
const DAYS = ["from", "to"] as const;

/** Who did what to what, when, from where. The address holds what is searched for. */
export function AuditPage() {
  const { t } = useTranslation();
  const { namespace } = useBot();
  const [params, setParams] = useSearchParams();
  const filter = Object.fromEntries(
    [...FIELDS, ...DAYS].map((name) => [name, params.get(name) ?? ""]),
  ) as unknown as AuditFilter;
  const [wanted] = useDebouncedValue(filter, 250);
  const lines = useInfiniteQuery({
    ...auditQuery(namespace, wanted),
    placeholderData: keepPreviousData,
  });
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        if (value === "") old.delete(name);
        else old.set(name, value);
        return old;
      },
      { replace: true },
    );
  const search = new URLSearchParams(
    Object.entries(auditParameters(filter)).map(([name, value]) => [name, String(value)]),
  );
  const exported = `/api/v1/namespaces/${encodeURIComponent(namespace)}/audit/export?${search}`;
  const all = lines.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("audit.heading")}
      hint={t("audit.hint")}
      tools={
        <Button component="a" variant="light" href={exported} download>
          {t("audit.export")}
        </Button>
      }
    >
      <Block title={t("audit.search")}>
        <div className={classes.row}>
          {FIELDS.map((name) => (
            <TextInput
              key={name}
              label={t(`audit.${name}`)}
              placeholder={t(`audit.examples.${name}`)}
              value={filter[name]}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          ))}
          {DAYS.map((name) => (
            <TextInput
              key={name}
              type="date"
              label={t(`measure.${name}`)}
              value={filter[name]}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          ))}
        </div>
      </Block>
      <Block title={t("audit.lines")}>
        {lines.data === undefined ? (
          <QueryNotice query={lines} waiting={t("problem.reading")} failed={t("problem.failed")} />
        ) : (
          all.length === 0 && <Said>{t(search.size === 0 ? "audit.nothingYet" : "audit.none")}</Said>
        )}
        <ul className={classes.list}>
          {all.map((line) => (
            <AuditLine key={line.number} line={line} />
          ))}
        </ul>
        {lines.hasNextPage && (
          <Button
            variant="light"
            loading={lines.isFetchingNextPage}
            onClick={() => void lines.fetchNextPage()}
          >
            {t("failures.more")}
          </Button>
        )}
      </Block>
    </Page>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { SecretOnce } from "@/components/secret-once";
import { Table } from "@/components/table";
import { problemInWords } from "@/lib/api/problem-words";
import { useTimes } from "@/lib/i18n/times";

import { deleteToken, makeToken, tokensQuery } from "../api";
import type { Scope } from "../roles";
import classes from "./admin.module.css";
import { ScopeField } from "./scope-field";

/** Tokens: made once, shown once, ended at any time. */
export function TokenBlock({ namespace }: { namespace: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const times = useTimes();
  const tokens = useQuery(tokensQuery(namespace));
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly Scope[]>(["view"]);
  const changed = () => queries.invalidateQueries({ queryKey: tokensQuery(namespace).queryKey });
  const making = useMutation({
    mutationFn: () =>
      makeToken(namespace, {
        name: name.trim(),
        scopes: [...scopes],
        ...(days !== "" && { expiresInDays: Number(days) }),
      }),
    onSuccess: async () => {
      setName("");
      await changed();
    },
  });
  const removing = useMutation({
    mutationFn: (token: string) => deleteToken(namespace, token),
    onSuccess: changed,
  });
  const problem = making.error ?? removing.error;
  return (
    <Block title={t("programs.tokens")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <div className={classes.row}>
          <TextInput
            className={classes.grow ?? ""}
            label={t("programs.name")}
            placeholder={t("programs.namePlaceholder")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="number"
            min={1}
            label={t("programs.days")}
            placeholder={t("programs.never")}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
        </div>
        <ScopeField namespace={namespace} value={scopes} onChange={setScopes} />
        <Button type="submit" loading={making.isPending} disabled={scopes.length === 0}>
          {t("programs.make")}
        </Button>
      </form>
      {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
      {making.data?.token !== undefined && (
        <SecretOnce label={making.data.name} hint={t("programs.once")} secret={making.data.token} />
      )}
      {tokens.data === undefined ? (
        <QueryNotice query={tokens} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : tokens.data.length === 0 ? (
        <Said>{t("programs.noTokens")}</Said>
      ) : (
        <Table
          label={t("programs.tokens")}
          columns={[t("programs.name"), t("programs.may"), t("programs.used"), t("programs.ends"), ""]}
        >
          {tokens.data.map((token) => (
            <tr key={token.id}>
              <td>
                {token.name} <code>…{token.ending}</code>
              </td>
              <td>{token.scopes.join(", ")}</td>
              <td>{token.seenAt === undefined ? "–" : times.moment(token.seenAt)}</td>
              <td>{token.expiresAt === undefined ? t("programs.never") : times.moment(token.expiresAt)}</td>
              <td>
                <Confirm
                  label={t("programs.end")}
                  name={t("programs.endOne", { name: token.name })}
                  question={t("programs.endSure", { name: token.name })}
                  isPending={removing.isPending && removing.variables === token.id}
                  onConfirm={() => removing.mutate(token.id)}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Block>
  );
}

import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Table } from "@/components/table";
import { problemInWords } from "@/lib/api/problem-words";
import { useTimes } from "@/lib/i18n/times";

import { addSigningKey, deleteSigningKey, signingKeysQuery } from "../api";
import type { Scope } from "../roles";
import classes from "./admin.module.css";
import { ScopeField } from "./scope-field";

/** Keys with which the namespace signs tokens of its own. */
export function KeyBlock({ namespace }: { namespace: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const times = useTimes();
  const keys = useQuery(signingKeysQuery(namespace));
  const [name, setName] = useState("");
  const [material, setMaterial] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["understand"]);
  const changed = () => queries.invalidateQueries({ queryKey: signingKeysQuery(namespace).queryKey });
  const adding = useMutation({
    mutationFn: async () =>
      addSigningKey(namespace, { name: name.trim(), scopes: [...scopes], material }),
    onSuccess: async () => {
      setName("");
      setMaterial("");
      await changed();
    },
  });
  const removing = useMutation({
    mutationFn: (key: string) => deleteSigningKey(namespace, key),
    onSuccess: changed,
  });
  const problem = adding.error ?? removing.error;
  return (
    <Block title={t("programs.keys")}>
      <p className={classes.hint}>{t("programs.keysHint")}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <TextInput
          label={t("programs.keyName")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t("programs.material")}
          description={t("programs.materialHint")}
          rows={3}
          required
          spellCheck={false}
          autoComplete="off"
          value={material}
          onChange={(event) => setMaterial(event.currentTarget.value)}
        />
        <ScopeField namespace={namespace} value={scopes} onChange={setScopes} />
        <Button type="submit" loading={adding.isPending} disabled={scopes.length === 0}>
          {t("programs.addKey")}
        </Button>
      </form>
      {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
      {keys.data === undefined ? (
        <QueryNotice query={keys} waiting={t("problem.reading")} failed={t("problem.failed")} />
      ) : keys.data.length === 0 ? (
        <Said>{t("programs.noKeys")}</Said>
      ) : (
        <Table
          label={t("programs.keys")}
          columns={[t("programs.keyName"), "kid", t("programs.may"), t("programs.since"), ""]}
        >
          {keys.data.map((key) => (
            <tr key={key.id}>
              <td>
                {key.name} ({key.algorithm})
              </td>
              <td>
                <code>{key.id}</code>
              </td>
              <td>{key.scopes.join(", ")}</td>
              <td>{times.moment(key.createdAt)}</td>
              <td>
                <Confirm
                  label={t("programs.end")}
                  name={t("programs.endOne", { name: key.name })}
                  question={t("programs.endSure", { name: key.name })}
                  isPending={removing.isPending && removing.variables === key.id}
                  onConfirm={() => removing.mutate(key.id)}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Block>
  );
}

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { SecretOnce } from "@/components/secret-once";
import { Table } from "@/components/table";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import { useBot } from "@/lib/bots/current-bot";

import { membersQuery, resetLink } from "../api";
import { InvitationBlock } from "./invitation-block";
import { RoleField } from "./role-field";

/** Who is what in the namespace. */
export function MembersPage() {
  const { t } = useTranslation();
  const { namespace } = useBot();
  const queries = useQueryClient();
  const members = useQuery(membersQuery(namespace));
  const changed = () => queries.invalidateQueries({ queryKey: membersQuery(namespace).queryKey });
  const resetting = useMutation({ mutationFn: (account: string) => resetLink(namespace, account) });
  if (members.data === undefined) {
    return <QueryNotice query={members} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  return (
    <Page title={t("members.heading")} hint={t("members.hint", { namespace })}>
      <InvitationBlock namespace={namespace} onMember={changed} />
      <Block title={t("members.all")}>
        {resetting.error !== null && <Said problem>{problemInWords(resetting.error, t)}</Said>}
        {resetting.data?.mailed === true && <Said>{t("members.mailed")}</Said>}
        {resetting.data?.url !== undefined && (
          <SecretOnce label={t("members.resetLink")} hint={t("members.linkHint")} secret={resetting.data.url} />
        )}
        {members.data.length === 0 ? (
          <Said>{t("members.none")}</Said>
        ) : (
          <Table label={t("members.all")} columns={[t("members.who"), t("members.role"), ""]}>
            {members.data.map(({ account, disabled, roles }) => (
              <tr key={account.id}>
                <td>
                  <strong>{account.name || account.email}</strong> {account.name !== "" && account.email}{" "}
                  {disabled && <Tag isBad>{t("members.disabled")}</Tag>}
                </td>
                <td>
                  <RoleField namespace={namespace} account={account} roles={roles} onChange={changed} />
                </td>
                <td>
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={t("members.resetOne", { email: account.email })}
                    loading={resetting.isPending && resetting.variables === account.id}
                    onClick={() => resetting.mutate(account.id)}
                  >
                    {t("members.reset")}
                  </Button>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Block>
    </Page>
  );
}

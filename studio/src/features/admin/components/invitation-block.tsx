import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { SecretOnce } from "@/components/secret-once";
import { Table } from "@/components/table";
import { problemInWords } from "@/lib/api/problem-words";
import { botsQuery } from "@/lib/bots/bots-query";
import { useTimes } from "@/lib/i18n/times";

import { invitationsQuery, invite, uninvite } from "../api";
import { ROLES } from "../roles";
import classes from "./admin.module.css";

interface InvitationBlockProps {
  namespace: string;
  /** Somebody with an account became a member at once. */
  onMember: () => Promise<void>;
}

/** Invites people, and shows who has not come yet. */
export function InvitationBlock({ namespace, onMember }: InvitationBlockProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const times = useTimes();
  const bots = useQuery(botsQuery);
  const invitations = useQuery(invitationsQuery(namespace));
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("author");
  const [bot, setBot] = useState("");
  const changed = async () => {
    await queries.invalidateQueries({ queryKey: invitationsQuery(namespace).queryKey });
    await onMember();
  };
  const inviting = useMutation({
    mutationFn: () => invite(namespace, { email, role, ...(bot !== "" && { bot }) }),
    onSuccess: async () => {
      setEmail("");
      await changed();
    },
  });
  const removing = useMutation({
    mutationFn: (invitation: string) => uninvite(namespace, invitation),
    onSuccess: changed,
  });
  const link = inviting.data;
  const problem = inviting.error ?? removing.error;
  return (
    <Block title={t("members.invite")}>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          inviting.mutate();
        }}
      >
        <TextInput
          className={classes.grow ?? ""}
          type="email"
          label={t("session.email")}
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("members.role")}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
          data={ROLES.map((role) => ({ value: role, label: t(`members.roles.${role}`) }))}
        />
        <NativeSelect
          label={t("members.where")}
          value={bot}
          onChange={(event) => setBot(event.currentTarget.value)}
          data={[
            { value: "", label: t("members.allBots") },
            ...(bots.data ?? [])
              .filter((bot) => bot.namespace === namespace)
              .map(({ id, title, name }) => ({ value: id, label: title || name })),
          ]}
        />
        <Button type="submit" loading={inviting.isPending}>
          {t("members.inviteNow")}
        </Button>
      </form>
      <p className={classes.hint}>{t(`members.may.${role as "author"}`)}</p>
      {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
      {link?.url !== undefined && (
        <SecretOnce label={t("members.inviteLink")} hint={t("members.linkHint")} secret={link.url} />
      )}
      {link?.mailed === true && <Said>{t("members.mailed")}</Said>}
      {link !== undefined && link.id === undefined && <Said>{t("members.atOnce")}</Said>}
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <Table
          label={t("members.waiting")}
          columns={[t("members.waiting"), t("members.role"), t("members.until"), ""]}
        >
          {invitations.data.map((one) => (
            <tr key={one.id}>
              <td>{one.email}</td>
              <td>{one.role !== undefined && t(`members.roles.${one.role.role}`)}</td>
              <td>{times.moment(one.expiresAt)}</td>
              <td>
                <Button
                  size="compact-sm"
                  variant="light"
                  aria-label={t("members.uninviteOne", { email: one.email })}
                  loading={removing.isPending && removing.variables === one.id}
                  onClick={() => removing.mutate(one.id)}
                >
                  {t("members.uninvite")}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Block>
  );
}

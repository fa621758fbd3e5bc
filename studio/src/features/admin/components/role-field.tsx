import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { AccountInfo, RoleInfo } from "@/lib/api/types";
import { botsQuery } from "@/lib/bots/bots-query";

import { setRoles } from "../api";
import { ROLES, type RoleName } from "../roles";
import classes from "./admin.module.css";

interface RoleFieldProps {
  namespace: string;
  account: AccountInfo;
  roles: readonly RoleInfo[];
  onChange: () => Promise<void>;
}

/** What a member is in the namespace; and the roles for single bots, which can be taken away. */
export function RoleField({ namespace, account, roles, onChange }: RoleFieldProps) {
  const { t } = useTranslation();
  const bots = useQuery(botsQuery);
  const setting = useMutation({
    mutationFn: ({ roles, bot }: { roles: string[]; bot?: string }) =>
      setRoles(namespace, account.id, roles, bot),
    onSuccess: onChange,
  });
  const here = roles.filter(({ bot }) => bot === undefined).map(({ role }) => role);
  const ofBots = roles.filter(({ bot }) => bot !== undefined);
  const nameOfBot = (id: string | undefined) => bots.data?.find((bot) => bot.id === id)?.name ?? id;
  return (
    <div className={classes.roles}>
      <NativeSelect
        aria-label={t("members.roleOf", { email: account.email })}
        value={here.at(-1) ?? ""}
        disabled={setting.isPending}
        onChange={(event) => {
          const role = event.currentTarget.value;
          setting.mutate({ roles: role === "" ? [] : [role] });
        }}
        data={[
          { value: "", label: t("members.noRole") },
          ...ROLES.map((role) => ({ value: role, label: t(`members.roles.${role}`) })),
        ]}
      />
      {ofBots.map(({ bot, role }) => (
        <button
          key={`${bot} ${role}`}
          type="button"
          className={classes.chip}
          title={t("members.takeAway")}
          onClick={() => bot !== undefined && setting.mutate({ roles: [], bot })}
        >
          {nameOfBot(bot)}: {t(`members.roles.${role as RoleName}`)} ×
        </button>
      ))}
      {setting.error !== null && <Said problem>{problemInWords(setting.error, t)}</Said>}
    </div>
  );
}

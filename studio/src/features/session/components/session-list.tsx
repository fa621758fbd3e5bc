import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Table } from "@/components/table";
import { problemInWords } from "@/lib/api/problem-words";
import { useTimes } from "@/lib/i18n/times";

import { endSession, sessionsQuery } from "../api";

/** Where one is signed in. */
export function SessionList() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const times = useTimes();
  const sessions = useQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: endSession,
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  if (sessions.data === undefined) {
    return <QueryNotice query={sessions} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  return (
    <>
      {ending.error !== null && <Said problem>{problemInWords(ending.error, t)}</Said>}
      <Table
        label={t("session.sessions")}
        columns={[t("session.device"), t("session.machine"), t("session.since"), t("session.seen"), ""]}
      >
        {sessions.data.map((one) => (
          <tr key={one.id}>
            <td>{one.agent}</td>
            <td>{one.address}</td>
            <td>{times.moment(one.createdAt)}</td>
            <td>{times.moment(one.seenAt)}</td>
            <td>
              {one.current ? (
                t("session.here")
              ) : (
                <Button
                  size="compact-sm"
                  variant="light"
                  loading={ending.isPending && ending.variables === one.id}
                  onClick={() => ending.mutate(one.id)}
                >
                  {t("session.end")}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

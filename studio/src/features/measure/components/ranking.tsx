import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { Table } from "@/components/table";
import { useTimes } from "@/lib/i18n/times";

import { ranked } from "../sums";

interface RankingProps {
  title: string;
  what: string;
  counts: Record<string, number>;
}

/** How often each of several things happened, the most frequent first. */
export function Ranking({ title, what, counts }: RankingProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const rows = ranked(counts);
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Block title={title}>
      {rows.length === 0 ? (
        <Said>{t("measure.none")}</Said>
      ) : (
        <Table label={title} columns={[what, t("measure.times"), t("measure.share")]} numbers={2}>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <td>{name}</td>
              <td data-number>{times.number(count)}</td>
              <td data-number>{times.share(count, all)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Block>
  );
}

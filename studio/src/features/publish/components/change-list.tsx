import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import type { BotSummary, ObjectChange } from "@/lib/api/types";

import { changesQuery } from "../api";
import { inWords } from "../value-text";
import classes from "./publish.module.css";

/** What would be published, object by object. */
export function ChangeList({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const changes = useQuery(changesQuery(bot));
  if (changes.data === undefined) {
    return <QueryNotice query={changes} waiting={t("publish.reading")} failed={t("publish.failed")} />;
  }
  const { changes: found, total } = changes.data;
  return (
    <Block title={t("publish.changes", { count: total })}>
      {total === 0 ? (
        <Said>{t("publish.noChange")}</Said>
      ) : (
        <ul className={classes.list}>
          {found.map((change) => (
            <ChangeView key={`${change.object} ${change.name}`} change={change} />
          ))}
        </ul>
      )}
      {found.length < total && <Said>{t("publish.more", { count: total - found.length })}</Said>}
    </Block>
  );
}

function ChangeView({ change }: { change: ObjectChange }) {
  const { t } = useTranslation();
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.kind}>{t(`object.${change.object}`, change.object)}</span>
        <span className={classes.name}>{change.name}</span>
        <Tag isBad={change.change === "removed"}>{t(`change.${change.change}`)}</Tag>
      </div>
      {change.differences.length > 0 && (
        <dl className={classes.differences}>
          {change.differences.map(({ place, before, after }) => (
            <div key={place}>
              <dt>{place}</dt>
              {before !== undefined && (
                <dd>
                  <del>{inWords(before)}</del>
                </dd>
              )}
              {after !== undefined && (
                <dd>
                  <ins>{inWords(after)}</ins>
                </dd>
              )}
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

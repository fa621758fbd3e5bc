import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import type { Changes, ObjectChange } from "@/lib/api/types";

import { inWords } from "../value-text";
import classes from "./publish.module.css";

/** Differences, object by object. */
export function ChangesView({ changes, same }: { changes: Changes; same: string }) {
  const { t } = useTranslation();
  const { changes: found, total } = changes;
  return (
    <>
      {total === 0 ? (
        <Said>{same}</Said>
      ) : (
        <ul className={classes.list}>
          {found.map((change) => (
            <ChangeView key={`${change.object} ${change.name}`} change={change} />
          ))}
        </ul>
      )}
      {found.length < total && <Said>{t("publish.more", { count: total - found.length })}</Said>}
    </>
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

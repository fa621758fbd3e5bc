import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import beside from "@/components/beside.module.css";
import { TagIcon } from "@/components/icons";
import { useObstacle } from "@/components/changeable";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { useBot } from "@/lib/bots/current-bot";

import { entityTypesQuery } from "../api";
import { NewEntity } from "./new-entity";
import { TypePanel } from "./type-panel";

/** What can be found in sentences: types, and the dictionaries with which they are found. */
export function EntitiesPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const obstacle = useObstacle("train");
  const [params, setParams] = useSearchParams();
  const types = useQuery(entityTypesQuery(bot));
  if (types.data === undefined) {
    return <QueryNotice query={types} waiting={t("entities.reading")} failed={t("entities.failed")} />;
  }
  const open = types.data.find(({ name }) => name === params.get("entity")) ?? types.data[0];
  return (
    <div className={beside.page}>
      <section className={beside.side} aria-label={t("entities.heading")}>
        {obstacle === undefined && <NewEntity bot={bot} types={types.data} onMade={(entity) => setParams({ entity })} />}
        <ul className={beside.list}>
          {types.data.map(({ name, values }) => (
            <li key={name}>
              <button
                type="button"
                className={beside.entry}
                aria-current={name === open?.name ? "true" : undefined}
                onClick={() => setParams({ entity: name })}
              >
                <span>{name}</span>
                <span className={beside.count}>{values > 0 && values}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className={beside.panel}>
        {obstacle !== undefined && <Said>{obstacle}</Said>}
        {open === undefined ? (
          <Notice icon={<TagIcon size={24} />} title={t("entities.noneTitle")}>
            <p>{t("entities.none")}</p>
          </Notice>
        ) : (
          <TypePanel key={open.name} bot={bot} type={open} onRemoved={() => setParams({})} />
        )}
      </div>
    </div>
  );
}

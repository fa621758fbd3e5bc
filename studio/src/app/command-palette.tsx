import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { skipToken, useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { Hidden } from "@/components/hidden";
import { SearchIcon } from "@/components/icons";
import type { BotSummary } from "@/lib/api/types";
import { addressOf, nameOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { useMay } from "@/lib/session/session-query";

import classes from "./command-palette.module.css";
import { foundQuery, LETTERS_MIN, placeOf } from "./found-objects";
import { found, type Place } from "./places";
import { usePlaces } from "./use-places";

/** Goes to any screen or bot by a few letters of its name: Ctrl-K, or the button in the top bar. */
export function CommandPalette() {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    globalThis.addEventListener("keydown", listen);
    return () => globalThis.removeEventListener("keydown", listen);
  }, []);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);

  return (
    <>
      <Button
        className={classes.open ?? ""}
        variant="default"
        leftSection={<SearchIcon size={16} />}
        title={`${t("palette.open")} (Ctrl+K)`}
        onClick={() => setOpen(true)}
      >
        <Hidden>{t("palette.open")}</Hidden>
        <kbd className={classes.keys} aria-hidden="true">
          Ctrl K
        </kbd>
      </Button>
      <dialog
        ref={dialog}
        className={classes.dialog}
        aria-label={t("palette.open")}
        onClose={() => setOpen(false)}
        closedby="any"
      >
        {isOpen && <Search onDone={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

function Search({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { namespace = "", name = "" } = useParams();
  const { data: bots = [] } = useQuery(botsQuery);
  const current = bots.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState(0);
  const [letters] = useDebouncedValue(wanted.trim(), 150);
  const isSearching = current !== undefined && letters.length >= LETTERS_MIN;
  const objects = useQuery(
    current === undefined
      ? { queryKey: ["nothing"], queryFn: skipToken }
      : { ...foundQuery(current, letters), enabled: isSearching },
  );
  const screens = found(usePlaces(bots, current), wanted);
  const places =
    current === undefined || wanted.trim().length < LETTERS_MIN
      ? screens
      : [
          ...screens,
          ...(objects.data ?? []).flatMap((object) => placeOf(current, object, t) ?? []),
          ...wordPlaces(current, wanted.trim(), may("read-conversations", current), t),
        ];

  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);
  const go = (place: Place | undefined) => {
    if (place === undefined) return;
    onDone();
    void navigate(place.address);
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && places.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + places.length) % places.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(places[chosen]);
    }
  };

  return (
    <>
      <input
        className={classes.input}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-places"
        aria-activedescendant={places.length > 0 ? `palette-${chosen}` : undefined}
        aria-label={t("palette.placeholder")}
        placeholder={t("palette.placeholder")}
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={press}
      />
      <div ref={list} id="palette-places" className={classes.places} role="listbox" aria-label={t("palette.results")}>
        {places.map((place, at) => (
          <div
            key={`${place.kind} ${place.address}`}
            id={`palette-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            className={classes.place}
            onPointerMove={() => setChosen(at)}
            onClick={() => go(place)}
            onKeyDown={press}
          >
            <span className={classes.title}>
              {place.title}
              {place.detail !== undefined && <span className={classes.detail}>{place.detail}</span>}
            </span>
            <span className={classes.kind}>{place.kind}</span>
          </div>
        ))}
      </div>
      {places.length === 0 && <p className={classes.nothing}>{t("palette.nothing")}</p>}
    </>
  );
}

/** What users said lies in no draft: one goes on to where it is looked for. */
function wordPlaces(bot: BotSummary, wanted: string, mayRead: boolean, t: TFunction): Place[] {
  if (!mayRead) return [];
  return (["inbox", "conversations"] as const).map((screen) => ({
    title: t("palette.said", { words: wanted }),
    kind: t(`screens.${screen === "inbox" ? "queue" : screen}`),
    address: `${addressOf(bot, screen)}?${new URLSearchParams({ search: wanted })}`,
    words: wanted,
  }));
}

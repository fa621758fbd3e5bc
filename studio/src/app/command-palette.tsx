import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { Hidden } from "@/components/hidden";
import { SearchIcon } from "@/components/icons";
import { nameOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";

import classes from "./command-palette.module.css";
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
  const { namespace = "", name = "" } = useParams();
  const { data: bots = [] } = useQuery(botsQuery);
  const current = bots.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState(0);
  const places = found(usePlaces(bots, current), wanted);

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
      <div id="palette-places" className={classes.places} role="listbox" aria-label={t("palette.results")}>
        {places.map((place, at) => (
          <div
            key={place.address}
            id={`palette-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            className={classes.place}
            onPointerMove={() => setChosen(at)}
            onClick={() => go(place)}
            onKeyDown={press}
          >
            <span>{place.title}</span>
            <span className={classes.kind}>{place.kind}</span>
          </div>
        ))}
      </div>
      {places.length === 0 && <p className={classes.nothing}>{t("palette.nothing")}</p>}
    </>
  );
}

import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { EntityUse, NamedEntityType } from "@/lib/api/types";

import classes from "./queue.module.css";

interface RoleButtonsProps {
  roles: readonly EntityUse[];
  types: readonly NamedEntityType[];
  selection: string;
  /** The role of the mark in which the selection lies, when its parts are marked. */
  within?: string | undefined;
  onMark: (use: EntityUse) => void;
  onNewUse?: ((use: EntityUse) => void) | undefined;
  onUnmark: () => void;
}

/** What the selected words can be; the digits before the roles are keys. */
export function RoleButtons({
  roles,
  types,
  selection,
  within,
  onMark,
  onNewUse,
  onUnmark,
}: RoleButtonsProps) {
  const { t } = useTranslation();
  const others = types.filter(({ name }) => roles.every((use) => use.entity_type !== name));
  return (
    <div className={classes.roles}>
      <span className={classes.quiet}>
        {within === undefined
          ? t("queue.whatIs", { words: selection })
          : t("queue.whatIsWithin", { words: selection, role: within })}
      </span>
      {roles.map((use, at) => (
        <Button
          key={`${use.entity_type} ${use.role}`}
          size="compact-sm"
          variant="light"
          title={use.entity_type}
          onClick={() => onMark(use)}
        >
          {at < 9 && (
            <kbd className={classes.key} aria-hidden="true">
              {at + 1}
            </kbd>
          )}
          {use.role}
        </Button>
      ))}
      {onNewUse !== undefined && others.length > 0 && (
        <NativeSelect
          className={classes.otherRole ?? ""}
          size="xs"
          aria-label={t("queue.otherRole")}
          value=""
          onChange={(event) => {
            const name = event.currentTarget.value;
            const role = name.split(":").at(-1) ?? name;
            if (name !== "") onNewUse({ entity_type: name, role });
          }}
          data={[
            { value: "", label: t("queue.otherRole") },
            ...others.map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      )}
      <Button size="compact-sm" variant="subtle" onClick={onUnmark}>
        {t("queue.unmark")}
      </Button>
    </div>
  );
}

import { expect, test } from "vitest";

import type { SessionInfo } from "@/lib/api/types";

import { may, namespacesFor } from "./rights";

const session = (...rights: SessionInfo["rights"]): SessionInfo => ({ kind: "account", rights });
const EVERYWHERE = session({ permissions: ["view", "administer"] });
const IN_APP = session({ namespace: "app", permissions: ["train"] });
const ONE_BOT = session({ namespace: "app", bot: "bot_1", permissions: ["author"] });

test.each([
  [EVERYWHERE, "administer", { namespace: "app" }, true],
  [EVERYWHERE, "own", { namespace: "app" }, false],
  [IN_APP, "train", { namespace: "app", id: "bot_2" }, true],
  [IN_APP, "train", { namespace: "other" }, false],
  [ONE_BOT, "author", { namespace: "app", id: "bot_1" }, true],
  [ONE_BOT, "author", { namespace: "app", id: "bot_2" }, false],
  [ONE_BOT, "author", { namespace: "app" }, false],
  [undefined, "view", {}, false],
] as const)("rights %# give what they say and no more", (who, permission, where, expected) => {
  expect(may(who, permission, where)).toBe(expected);
});

test("namespaces are those of the rights and those that are known", () => {
  expect(namespacesFor(EVERYWHERE, "administer", ["shop", "app"])).toEqual(["app", "shop"]);
  expect(namespacesFor(IN_APP, "train", ["shop"])).toEqual(["app"]);
  expect(namespacesFor(ONE_BOT, "author", ["app"])).toEqual([]);
});

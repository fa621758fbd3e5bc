import { expect, test } from "vitest";

import type { ConversationDetails, SessionInfo } from "@/lib/api/types";
import { OWNER } from "@/testing/fixtures";

import { heldAt, isHeldBy } from "./holder";

const LOOPBACK: SessionInfo = { kind: "loopback", rights: [] };

test.each<[string | null | undefined, SessionInfo | undefined, boolean]>([
  ["ada@example.org", OWNER, true],
  ["bob@example.org", OWNER, false],
  [undefined, OWNER, false],
  [null, OWNER, false],
  ["this machine", LOOPBACK, true],
  ["ada@example.org", LOOPBACK, false],
  ["ada@example.org", undefined, false],
])("a conversation of %j is one’s own for %j: %j", (owner, session, mine) => {
  expect(isHeldBy(owner, session)).toBe(mine);
});

test.each([
  [999, true],
  [1000, false],
])("until 1000 it is in the hands of people at %d: %j", (now, held) => {
  const outline = { id: "c", user: "u", createdAt: "", changedAt: "", saidCount: 1, turns: [] };
  const conversation: ConversationDetails = { ...outline, handOver: { since: 0, until: 1000 } };
  expect(heldAt(conversation, now)).toEqual(held ? conversation : outline);
});

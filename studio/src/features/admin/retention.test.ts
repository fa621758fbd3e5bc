import { expect, test } from "vitest";

import { withDays } from "./retention";

const PRIVACY = { conversationsDays: 90, hideObfuscated: true, hide: [] };

test.each([
  ["30", 30],
  ["7.9", 7],
  ["", undefined],
  ["0", undefined],
  ["-3", undefined],
  ["soon", undefined],
])("conversations that are kept %j days are kept %j", (written, days) => {
  const changed = withDays(PRIVACY, "conversationsDays", written);
  expect(changed.conversationsDays).toBe(days);
  expect(changed).toMatchObject({ hideObfuscated: true, hide: [] });
  expect("conversationsDays" in changed).toBe(days !== undefined);
});

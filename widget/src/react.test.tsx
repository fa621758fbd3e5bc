import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";

import { PalabreChat } from "./react";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
// No server: the chat waits for one and shows nothing.
vi.stubGlobal("fetch", () => new Promise(() => {}));

test("the component is the element with its attributes, and tells what the bot says", async () => {
  const page = document.createElement("div");
  document.body.append(page);
  const root = createRoot(page);
  const heard: string[] = [];
  const server = "https://bots.example.org";
  await act(async () => {
    root.render(
      <PalabreChat bot="pub_1" server={server} locale="fr" inline onMessage={({ id }) => void heard.push(id)} />,
    );
  });
  const chat = page.querySelector("palabre-chat");
  const attribute = (name: string) => chat?.getAttribute(name);
  expect(["bot", "server", "locale", "inline"].map(attribute)).toEqual(["pub_1", server, "fr", ""]);
  expect(chat?.hasAttribute("user-token")).toBe(false);
  chat?.dispatchEvent(new CustomEvent("palabre-message", { detail: { id: "msg_1" } }));
  expect(heard).toEqual(["msg_1"]);
  await act(async () => root.unmount());
  expect(page.querySelector("palabre-chat")).toBeNull();
});

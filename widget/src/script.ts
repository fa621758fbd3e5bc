// `<script src="https://HOST/widget.js" data-bot="pub_…"></script>`: a chat in the corner of the page.

import { define, TAG } from "./element";

define();

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset["bot"]) {
  const chat = document.createElement(TAG);
  const { bot, locale, userToken, server } = script.dataset;
  chat.setAttribute("bot", bot ?? "");
  // The server that gave the script is the one that knows the bot.
  chat.setAttribute("server", server ?? new URL(script.src).origin);
  if (locale) chat.setAttribute("locale", locale);
  if (userToken) chat.setAttribute("user-token", userToken);
  const add = () => document.body.append(chat);
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add, { once: true });
}

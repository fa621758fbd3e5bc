// The package: importing it defines `<palabre-chat>`.

import { define } from "./element";

export type { Button, Card, FileLink, Footnote, Message } from "./api";
export { define, PalabreChat, TAG } from "./element";

if (typeof customElements !== "undefined") define();

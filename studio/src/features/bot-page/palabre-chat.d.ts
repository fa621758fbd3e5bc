import type { DetailedHTMLProps, HTMLAttributes } from "react";

interface PalabreChat extends DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> {
  bot: string;
  server: string;
  locale: string;
  inline?: string;
}

declare module "react" {
  // The element that the widget's script defines.
  namespace JSX {
    interface IntrinsicElements {
      "palabre-chat": PalabreChat;
    }
  }
}

import type { ComponentType } from "react";

import { BubbleIcon } from "@/components/icons";

/** A part of the menu: the jobs that people come for. */
export const AREAS = ["improve", "build", "test", "publish", "admin"] as const;
export type Area = (typeof AREAS)[number];

/** A screen of a bot. */
export interface Screen {
  /** Its address below the bot's. */
  path: string;
  area: Area;
  /** Its name (`screens.<name>`), and other words people look for it by (`screenWords.<name>`). */
  name: "talk";
  icon: ComponentType<{ size?: number }>;
  /** Its file is loaded when it is first opened. */
  load: () => Promise<{ Component: ComponentType }>;
}

/** Every screen, in the order of the menu. A screen whose calls the server does not have is not here. */
export const SCREENS: readonly Screen[] = [
  {
    path: "talk",
    area: "test",
    name: "talk",
    icon: BubbleIcon,
    load: async () => {
      const { TalkPage } = await import("@/features/talk/components/talk-page");
      return { Component: TalkPage };
    },
  },
];

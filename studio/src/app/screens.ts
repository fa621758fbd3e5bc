import type { ComponentType } from "react";

import type { Permission } from "@/lib/api/types";
import { BubbleIcon, CheckIcon, InsightIcon, StoryIcon } from "@/components/icons";

/** A part of the menu: the jobs that people come for. */
export const AREAS = ["home", "improve", "build", "test", "publish", "measure", "channels", "admin"] as const;
export type Area = (typeof AREAS)[number];

/** A screen of a bot. */
export interface Screen {
  /** Its address below the bot's. */
  path: string;
  area: Area;
  /** Its name (`screens.<name>`), and other words people look for it by (`screenWords.<name>`). */
  name: "intents" | "answers" | "talk" | "publish";
  icon: ComponentType<{ size?: number }>;
  /** What one must be allowed to do to use it. Where `ofNamespace` stands, in the whole namespace. */
  needs: Permission;
  ofNamespace?: boolean;
  /** Its file is loaded when it is first opened. */
  load: () => Promise<{ Component: ComponentType }>;
}

/** Every screen, in the order of the menu. A screen whose calls the server does not have is not here. */
export const SCREENS: readonly Screen[] = [
  {
    path: "intents",
    area: "build",
    name: "intents",
    needs: "view",
    icon: InsightIcon,
    load: async () => {
      const { IntentsPage } = await import("@/features/intents/components/intents-page");
      return { Component: IntentsPage };
    },
  },
  {
    path: "answers",
    area: "build",
    name: "answers",
    needs: "view",
    icon: StoryIcon,
    load: async () => {
      const { AnswersPage } = await import("@/features/answers/components/answers-page");
      return { Component: AnswersPage };
    },
  },
  {
    path: "talk",
    area: "test",
    name: "talk",
    needs: "author",
    icon: BubbleIcon,
    load: async () => {
      const { TalkPage } = await import("@/features/talk/components/talk-page");
      return { Component: TalkPage };
    },
  },
  {
    path: "publish",
    area: "publish",
    name: "publish",
    needs: "view",
    icon: CheckIcon,
    load: async () => {
      const { PublishPage } = await import("@/features/publish/components/publish-page");
      return { Component: PublishPage };
    },
  },
];

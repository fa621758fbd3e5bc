import type { ComponentType } from "react";

import type { Permission } from "@/lib/api/types";
import {
  AlertIcon,
  BubbleIcon,
  ChartIcon,
  CheckIcon,
  FileIcon,
  FlaskIcon,
  GaugeIcon,
  HistoryIcon,
  HomeIcon,
  InboxIcon,
  InsightIcon,
  KeyIcon,
  PersonIcon,
  PlugIcon,
  ShieldIcon,
  StoryIcon,
  SwitchIcon,
  QuestionIcon,
  TagIcon,
} from "@/components/icons";
import type { en } from "@/lib/i18n/en";

/** A part of the menu: the jobs that people come for. */
export const AREAS = ["home", "improve", "build", "test", "publish", "measure", "channels", "admin"] as const;
export type Area = (typeof AREAS)[number];

/** A screen of a bot. */
export interface Screen {
  /** Its address below the bot's. */
  path: string;
  area: Area;
  /** Its name (`screens.<name>`), and other words people look for it by (`screenWords.<name>`). */
  name: keyof typeof en.screens;
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
    path: "home",
    area: "home",
    name: "home",
    needs: "view",
    icon: HomeIcon,
    load: async () => {
      const { HomePage } = await import("@/features/home/components/home-page");
      return { Component: HomePage };
    },
  },
  {
    path: "inbox",
    area: "improve",
    name: "queue",
    icon: InboxIcon,
    needs: "read-conversations",
    load: async () => {
      const { QueuePage } = await import("@/features/improve/queue/queue-page");
      return { Component: QueuePage };
    },
  },
  {
    path: "conversations",
    area: "improve",
    name: "conversations",
    icon: HistoryIcon,
    needs: "read-conversations",
    load: async () => {
      const { ConversationsPage } =
        await import("@/features/improve/conversations/conversations-page");
      return { Component: ConversationsPage };
    },
  },
  {
    path: "stories",
    area: "build",
    name: "stories",
    needs: "view",
    icon: StoryIcon,
    load: async () => {
      const { StoriesPage } = await import("@/features/stories/components/stories-page");
      return { Component: StoriesPage };
    },
  },
  {
    path: "faq",
    area: "build",
    name: "faq",
    needs: "view",
    icon: QuestionIcon,
    load: async () => {
      const { FaqPage } = await import("@/features/faq/components/faq-page");
      return { Component: FaqPage };
    },
  },
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
    path: "entities",
    area: "build",
    name: "entities",
    needs: "view",
    icon: TagIcon,
    load: async () => {
      const { EntitiesPage } = await import("@/features/entities/components/entities-page");
      return { Component: EntitiesPage };
    },
  },
  {
    path: "threshold",
    area: "build",
    name: "threshold",
    needs: "view",
    icon: ChartIcon,
    load: async () => {
      const { ThresholdPage } = await import("@/features/threshold/components/threshold-page");
      return { Component: ThresholdPage };
    },
  },
  {
    path: "answers",
    area: "build",
    name: "answers",
    needs: "view",
    icon: BubbleIcon,
    load: async () => {
      const { AnswersPage } = await import("@/features/answers/components/answers-page");
      return { Component: AnswersPage };
    },
  },
  {
    path: "flags",
    area: "build",
    name: "flags",
    needs: "view",
    icon: SwitchIcon,
    load: async () => {
      const { FlagsPage } = await import("@/features/flags/components/flags-page");
      return { Component: FlagsPage };
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
    path: "tests",
    area: "test",
    name: "tests",
    icon: FlaskIcon,
    needs: "view",
    load: async () => {
      const { TestsPage } = await import("@/features/tests/tests-page");
      return { Component: TestsPage };
    },
  },
  {
    path: "evaluation",
    area: "test",
    name: "evaluations",
    icon: GaugeIcon,
    needs: "view",
    load: async () => {
      const { EvaluationsPage } = await import("@/features/evaluations/evaluations-page");
      return { Component: EvaluationsPage };
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
  {
    path: "measure",
    area: "measure",
    name: "measure",
    needs: "view",
    icon: ChartIcon,
    load: async () => {
      const { MeasurePage } = await import("@/features/measure/components/measure-page");
      return { Component: MeasurePage };
    },
  },
  {
    path: "channels",
    area: "channels",
    name: "channels",
    needs: "view",
    icon: PlugIcon,
    load: async () => {
      const { ChannelsPage } = await import("@/features/channels/components/channels-page");
      return { Component: ChannelsPage };
    },
  },
  {
    path: "members",
    area: "admin",
    name: "members",
    needs: "administer",
    ofNamespace: true,
    icon: PersonIcon,
    load: async () => {
      const { MembersPage } = await import("@/features/admin/components/members-page");
      return { Component: MembersPage };
    },
  },
  {
    path: "programs",
    area: "admin",
    name: "programs",
    needs: "administer",
    ofNamespace: true,
    icon: KeyIcon,
    load: async () => {
      const { ProgramsPage } = await import("@/features/admin/components/programs-page");
      return { Component: ProgramsPage };
    },
  },
  {
    path: "privacy",
    area: "admin",
    name: "privacy",
    needs: "administer",
    ofNamespace: true,
    icon: ShieldIcon,
    load: async () => {
      const { PrivacyPage } = await import("@/features/admin/components/privacy-page");
      return { Component: PrivacyPage };
    },
  },
  {
    path: "limits",
    area: "admin",
    name: "limits",
    needs: "administer",
    ofNamespace: true,
    icon: GaugeIcon,
    load: async () => {
      const { LimitsPage } = await import("@/features/admin/components/limits-page");
      return { Component: LimitsPage };
    },
  },
  {
    path: "failures",
    area: "admin",
    name: "failures",
    needs: "administer",
    ofNamespace: true,
    icon: AlertIcon,
    load: async () => {
      const { FailuresPage } = await import("@/features/admin/components/failures-page");
      return { Component: FailuresPage };
    },
  },
  {
    path: "audit",
    area: "admin",
    name: "audit",
    needs: "administer",
    ofNamespace: true,
    icon: FileIcon,
    load: async () => {
      const { AuditPage } = await import("@/features/admin/components/audit-page");
      return { Component: AuditPage };
    },
  },
];

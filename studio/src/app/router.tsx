import type { RouteObject } from "react-router";

import { AllowedScreen } from "./allowed-screen";
import { BotFrame } from "./bot-frame";
import { CrashPage } from "./crash-page";
import { NotFoundPage } from "./not-found-page";
import { SCREENS } from "./screens";
import { Shell } from "./shell";
import { StartPage } from "./start-page";

/** Studio's addresses. Each screen comes in its own file, when it is first opened. */
export function studioRoutes(): RouteObject[] {
  return [
    {
      path: "sign-in",
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      lazy: async () => {
        const { SignInPage } = await import("@/features/session/components/sign-in-page");
        return { Component: SignInPage };
      },
    },
    {
      path: "page/:publicId",
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      lazy: async () => {
        const { BotPage } = await import("@/features/bot-page/components/bot-page");
        return { Component: BotPage };
      },
    },
    {
      element: <Shell />,
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      children: [
        { index: true, element: <StartPage /> },
        {
          path: "account",
          lazy: async () => {
            const { AccountPage } = await import("@/features/session/components/account-page");
            return { Component: AccountPage };
          },
        },
        {
          path: "new",
          lazy: async () => {
            const { NewBotPage } = await import("@/features/new-bot/components/new-bot-page");
            return { Component: NewBotPage };
          },
        },
        {
          path: "bots/:namespace/:name",
          element: <BotFrame />,
          children: [
            { index: true, element: <StartPage /> },
            ...SCREENS.map((screen) => ({
              element: <AllowedScreen screen={screen} />,
              children: [{ path: screen.path, lazy: screen.load }],
            })),
            { path: "*", element: <NotFoundPage /> },
          ],
        },
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ];
}

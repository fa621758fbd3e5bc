import type { RouteObject } from "react-router";

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
      element: <Shell />,
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      children: [
        { index: true, element: <StartPage /> },
        {
          path: "bots/:namespace/:name",
          element: <BotFrame />,
          children: [
            { index: true, element: <StartPage /> },
            ...SCREENS.map(({ path, load }) => ({ path, lazy: load })),
            { path: "*", element: <NotFoundPage /> },
          ],
        },
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ];
}

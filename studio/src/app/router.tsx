import { createBrowserRouter } from "react-router";

import { CrashPage } from "./crash-page";
import { NotFoundPage } from "./not-found-page";
import { Shell } from "./shell";

/** Studio's addresses. Each page comes in its own file, when it is first opened. */
export function createRouter() {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      children: [
        {
          index: true,
          lazy: async () => {
            const { TalkPage } = await import("@/features/talk/components/talk-page");
            return { Component: TalkPage };
          },
        },
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ]);
}

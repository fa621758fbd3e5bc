import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, RouterProvider } from "react-router";

import { studioRoutes } from "./router";
import { theme } from "./theme";

const router = createBrowserRouter(studioRoutes());

const queryClient = new QueryClient({
  defaultOptions: {
    // The server is near; when it fails, the page says so at once and offers to try again.
    queries: { retry: 1, retryDelay: 300, staleTime: 10_000, networkMode: "always" },
  },
});

/** All that surrounds the pages. Styles are static files: nothing is written into the page. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

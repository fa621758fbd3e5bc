import { defineConfig } from "vitest/config";

/** What `vite build --mode package` makes: modules for programs that have a bundler of their own. */
const PACKAGE = {
  lib: { entry: { index: "src/index.ts", react: "src/react.tsx" }, formats: ["es" as const] },
  rolldownOptions: { external: ["react", "react/jsx-runtime"] },
  emptyOutDir: false,
};

/** What `vite build` makes: the one script that a page loads. */
const SCRIPT = {
  lib: {
    entry: "src/script.ts",
    name: "Palabre",
    formats: ["iife" as const],
    fileName: () => "widget.js",
  },
};

export default defineConfig(({ mode }) => ({
  // `<script>` and `fetch` streams: all browsers since 2023.
  build: { target: "es2022", ...(mode === "package" ? PACKAGE : SCRIPT) },
  test: { environment: "happy-dom" },
}));

import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

/** Where `vite dev` finds the server: `PALABRE_SERVER`, else as `palabre serve` starts without options. */
const SERVER = loadEnv("", ".", "PALABRE_")["PALABRE_SERVER"] ?? "http://127.0.0.1:8080";

/** The server takes what changes something from its own pages only. */
const proxied = { target: SERVER, changeOrigin: true, headers: { origin: SERVER } };

export default defineConfig({
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  server: { proxy: { "/api": proxied, "/io": proxied, "/doc": proxied, "/widget.js": proxied } },
  build: {
    target: "es2023",
    // A picture in the style sheet or in a script would need `data:` in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What changes rarely stays in the browser's cache when Studio changes.
          // Only the canvas of stories needs those that are left out: they come with it.
          groups: [{ name: "libraries", test: /node_modules\/(?!@xyflow|d3-|zustand|classcat)/ }],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    testTimeout: 60_000,
    setupFiles: ["./src/testing/setup.ts"],
  },
});

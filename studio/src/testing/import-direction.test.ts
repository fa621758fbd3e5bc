import { expect, test } from "vitest";

/**
 * Imports go one way: what is shared (`components`, `lib`) knows no feature, features do not know
 * each other, and only `app` knows all.
 */
const ALLOWED: Record<string, readonly string[]> = {
  lib: ["lib"],
  components: ["lib", "components"],
  features: ["lib", "components", "features"],
  app: ["lib", "components", "features", "app"],
};

const SOURCES = import.meta.glob<string>("../**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The folders of an imported file, from `src`: `["features", "talk", "segments"]`. */
function foldersOf(imported: string, importer: readonly string[]): readonly string[] | null {
  if (imported.startsWith("@/")) return imported.slice(2).split("/");
  if (!imported.startsWith(".")) return null;
  const folders = importer.slice(0, -1);
  for (const part of imported.split("/")) {
    if (part === "..") folders.pop();
    else if (part !== ".") folders.push(part);
  }
  return folders;
}

export function wrongImports(path: string, source: string): string[] {
  const importer = path.split("/");
  const [part = "", feature] = importer;
  const imports = [...source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)];
  return imports.flatMap(([, imported = ""]) => {
    const folders = foldersOf(imported, importer);
    if (folders === null) return [];
    const [toPart = "", toFeature] = folders;
    const allowed =
      ALLOWED[part]?.includes(toPart) === true &&
      (part !== "features" || toPart !== "features" || toFeature === feature);
    return allowed ? [] : [`src/${path} must not import ${imported}`];
  });
}

test("imports go from the shared to features to the app, never back", () => {
  const paths = Object.keys(SOURCES).filter((path) => !path.startsWith("./"));
  expect(paths.length).toBeGreaterThan(30);
  const wrong = paths.flatMap((path) => {
    const source = SOURCES[path] ?? "";
    const inTest = path.includes(".test.") || path.includes("/testing/");
    return inTest ? [] : wrongImports(path.replace("../", ""), source);
  });
  expect(wrong).toEqual([]);
});

test.each([
  ["lib/api/client.ts", "@/features/talk/segments", false],
  ["components/logo.tsx", "@/app/theme", false],
  ["features/talk/segments.ts", "@/features/other/thing", false],
  ["features/talk/components/bar.tsx", "../segments", true],
  ["features/talk/components/bar.tsx", "../../other/thing", false],
  ["app/router.tsx", "@/features/talk/components/talk-page", true],
])("%s may import %s: %s", (path, imported, allowed) => {
  expect(wrongImports(path, `import { x } from "${imported}";`)).toHaveLength(allowed ? 0 : 1);
});

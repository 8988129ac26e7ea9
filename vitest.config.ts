import { defineConfig } from "vitest/config";

const ISLANDS = "src/filiform/clinic/islands";

/** What listens to its page from its arrival on, or is known to the browser once and for all: a page for each file. */
const ELEMENTS = [`${ISLANDS}/**/{ff-*,islands,confirm,keyboard,screening,tabs,drafts}.test.ts`];

const shared = { environment: "happy-dom", pool: "threads", restoreMocks: true } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: "elements", include: ELEMENTS } },
      { test: { ...shared, name: "modules", include: [`${ISLANDS}/**/*.test.ts`], exclude: ELEMENTS, isolate: false } },
    ],
  },
});

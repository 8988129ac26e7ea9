import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["src/filiform/clinic/islands/**/*.test.ts"],
    restoreMocks: true,
  },
});

import { afterEach, expect, test, vi } from "vitest";
import { fetchOnce } from "./fetched.ts";

afterEach(() => vi.unstubAllGlobals());

const answering = (...statuses: number[]): ReturnType<typeof vi.fn> => {
  const asked = vi.fn(async () => {
    const status = statuses.shift() ?? 200;
    return { ok: status < 400, status, json: async () => ({ status }) };
  });
  vi.stubGlobal("fetch", asked);
  return asked;
};

test("a document is asked for once, by however many", async () => {
  const asked = answering();

  const [first, second] = await Promise.all([fetchOnce("/once.json"), fetchOnce("/once.json")]);

  expect(asked).toHaveBeenCalledTimes(1);
  expect(first).toBe(second);
});

test("a failure is not kept", async () => {
  answering(500, 200);

  await expect(fetchOnce("/late.json")).rejects.toThrow("500");
  expect(await fetchOnce("/late.json")).toEqual({ status: 200 });
});

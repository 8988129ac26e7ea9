import { afterEach, expect, test, vi } from "vitest";
import { atRest } from "./rest.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser whose pauses are given one by one. */
function pauses(): (() => void)[] {
  const waiting: (() => void)[] = [];
  vi.stubGlobal("requestIdleCallback", (work: () => void) => waiting.push(work));
  return waiting;
}

test("each work waits for a pause of its own, in order", () => {
  const waiting = pauses();
  const done: string[] = [];

  atRest(() => done.push("first"), () => done.push("second"));

  expect(done).toEqual([]);
  waiting.shift()!();
  expect(done).toEqual(["first"]);
  waiting.shift()!();
  expect(done).toEqual(["first", "second"]);
  expect(waiting).toEqual([]);
});

test("a browser without pauses does it a little later", () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestIdleCallback", undefined);
  const done: string[] = [];

  atRest(() => done.push("work"));

  expect(done).toEqual([]);
  vi.runAllTimers();
  expect(done).toEqual(["work"]);
  vi.useRealTimers();
});
